import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../../tools/lib/user-error.mjs'
import { connect } from './kube-client.mjs'
import { addContext, emptyKubeconfig, fileData, readKubeconfig, writeKubeconfig } from './kubeconfig.mjs'
import { clusterFolder, createCluster, kwokctl, logTail } from './kwokctl.mjs'
import { componentsOf, endComponentsOf, poll, signal as sendSignal } from './processes.mjs'

/** @typedef {import('./kwokctl.mjs').Binaries} Binaries */
/** @typedef {import('./kwokctl.mjs').Place} Place */
/**
 * @typedef {object} ControlPlane
 * @property {string} name also the name of the kubeconfig's context
 * @property {string} home
 * @property {string} kubeconfig of a cluster admin
 * @property {string} url
 * @property {{ ca: string, key: string }} pki the cluster's authority: signs users' certificates
 * @property {string} tokenKey the key that signs ServiceAccount tokens
 * @property {(options?: { keep?: boolean }) => Promise<void>} stop ends all processes and deletes the home, unless kept
 * @property {() => Promise<void>} killApiServer SIGKILL; nothing restarts it
 * @property {() => Promise<void>} restartApiServer starts what is dead; resolves when it is ready again
 * @property {() => void} pauseApiServer SIGSTOP: connections stay open, nothing answers
 * @property {() => void} resumeApiServer
 */
/**
 * @typedef {object} StartOptions
 * @property {string} name
 * @property {string} home a folder for this control plane alone, created when missing; deleted by stop()
 * @property {Binaries} binaries
 * @property {number} [nodes] simulated nodes, default 3
 * @property {boolean} [lean] API server and etcd only: no pods are made, 375 instead of 560 MB, default false
 * @property {boolean} [watchdog] ends everything when this process dies, default true
 * @property {AbortSignal} [signal] gives up and cleans up
 */

const attempts = 3

/**
 * Starts a real control plane (etcd, API server, controller manager, scheduler) with simulated nodes, on loopback
 * ports. A home that was kept by stop({ keep: true }), or by a machine that went down, is started again with its data.
 * @param {StartOptions} options
 * @returns {Promise<ControlPlane>}
 * @throws {UserError} with the end of the failing component's log as its detail when it is not ready within 60 s
 */
export async function startControlPlane({ nodes = 3, lean = false, watchdog = true, signal, ...place }) {
  mkdirSync(place.home, { recursive: true, mode: 0o700 })
  const release = watchdog ? watch(place.home) : () => undefined
  try {
    if (isReusable(place)) await resume(place, signal)
    else await create(place, { nodes, lean, signal })
  } catch (error) {
    if (!isCreated(place)) await remove(place)
    release()
    throw error
  }
  return handle(place, release)
}

/**
 * A running control plane by its home.
 * @param {Place} place
 * @returns {Promise<ControlPlane | null>} null when there is none or it does not answer
 */
export async function findControlPlane(place) {
  return isReusable(place) && (await isReady(kubeconfigPath(place))) ? handle(place, () => undefined) : null
}

/**
 * Ends whatever runs in a home, complete or not, and deletes the home.
 * @param {Pick<Place, 'home'>} place
 */
export async function removeControlPlane({ home }) {
  if (!existsSync(home)) return
  if (!(await endComponentsOf(home))) throw new Error(`the control plane in ${home} could not be stopped within 20 s`)
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

const remove = removeControlPlane
/** @param {Place} place */
const kubeconfigPath = ({ home }) => join(home, 'kubeconfig')
/** @param {Place} place */
const createdPath = ({ home }) => join(home, 'created.json')
/** @param {Place} place */
const isCreated = (place) => existsSync(createdPath(place))

/** Whether the home holds a complete cluster made with these very binaries. @param {Place} place */
function isReusable(place) {
  if (!isCreated(place)) return false
  return readFileSync(createdPath(place), 'utf8') === JSON.stringify(place.binaries)
}

/** @param {Place} place @param {{ nodes: number, lean: boolean, signal: AbortSignal | undefined }} options */
async function create(place, options) {
  for (let attempt = 1; ; attempt++) {
    await remove(place)
    mkdirSync(place.home, { recursive: true, mode: 0o700 })
    try {
      await createOnce(place, options)
      return
    } catch (error) {
      // Between choosing a free port and binding it another process may take it: choose again.
      if (options.signal?.aborted || attempt === attempts || !portClash(place)) throw error
    }
  }
}

/** @param {Place} place @param {{ nodes: number, lean: boolean, signal: AbortSignal | undefined }} options */
async function createOnce(place, { nodes, lean, signal }) {
  const port = await createCluster({ ...place, lean, signal })
  writeAdminKubeconfig(place, port)
  await waitUntilReady(place, signal)
  if (!lean && nodes > 0) await addNodes(place, nodes, signal)
  writeFileSync(createdPath(place), JSON.stringify(place.binaries))
}

/** @param {Place} place @param {AbortSignal | undefined} signal */
async function resume(place, signal) {
  if (await isReady(kubeconfigPath(place))) return
  await startDead(place, signal)
}

/** @param {Place} place @param {AbortSignal | undefined} signal */
async function startDead(place, signal) {
  dropStalePids(place)
  await kwokctl(place, ['start', 'cluster', '--name', place.name], signal)
  await waitUntilReady(place, signal)
}

/**
 * kwokctl takes any living process with a remembered id for its own; after a restart of the machine that is wrong.
 * @param {Place} place
 */
function dropStalePids(place) {
  const alive = new Set(componentsOf(place.home).map(({ pid }) => pid))
  for (const part of components) {
    const pid = pidOf(place, part)
    if (pid !== null && !alive.has(pid)) rmSync(pidPath(place, part), { force: true })
  }
}

const components = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok-controller']

/** @param {Place} place @param {string} part */
const pidPath = (place, part) => join(clusterFolder(place), 'pids', `${part}.pid`)

/** @param {Place} place @param {string} part @returns {number | null} */
function pidOf(place, part) {
  try {
    return Number(readFileSync(pidPath(place, part), 'utf8'))
  } catch {
    return null
  }
}

/** @param {Place} place */
function pki(place) {
  const folder = join(clusterFolder(place), 'pki')
  return { ca: join(folder, 'ca.crt'), key: join(folder, 'ca.key'), admin: join(folder, 'admin') }
}

/** @param {Place} place @param {number} port */
function writeAdminKubeconfig(place, port) {
  const { ca, admin } = pki(place)
  const config = emptyKubeconfig()
  addContext(config, place.name, {
    cluster: { server: `https://127.0.0.1:${String(port)}`, 'certificate-authority-data': fileData(ca) },
    user: { 'client-certificate-data': fileData(`${admin}.crt`), 'client-key-data': fileData(`${admin}.key`) },
  })
  writeKubeconfig(kubeconfigPath(place), config)
}

/** Whether an API server answers and is ready, within 2 s. @param {string} kubeconfig */
export async function isReady(kubeconfig) {
  const client = connect(kubeconfig)
  try {
    return (await client.send('GET', '/readyz', undefined, { timeoutMs: 2_000 })).status === 200
  } catch {
    return false
  } finally {
    client.close()
  }
}

/** @param {Place} place @param {AbortSignal | undefined} signal */
async function waitUntilReady(place, signal) {
  const ready = async () => {
    if (await isReady(kubeconfigPath(place))) return 'ready'
    const alive = new Set(componentsOf(place.home).map(({ pid }) => pid))
    return ['etcd', 'kube-apiserver'].find((part) => !alive.has(pidOf(place, part) ?? 0))
  }
  const answer = await poll(ready, { timeoutMs: 60_000, everyMs: 100, signal })
  if (answer === 'ready') return
  const part = answer ?? 'kube-apiserver'
  throw new UserError(
    `The local control plane "${place.name}" did not start`,
    answer ? `its ${part} ended` : 'it did not get ready within 60 s',
    'Start it again; when that does not help, the end of the log below says why.',
    logTail(place, part),
  )
}

/** Whether the last attempt failed for a port that was taken. @param {Place} place */
function portClash(place) {
  return components.some((part) => /address already in use/i.test(logTail(place, part)))
}

/** @param {Place} place @param {number} count @param {AbortSignal | undefined} signal */
async function addNodes(place, count, signal) {
  const client = connect(kubeconfigPath(place))
  try {
    for (let index = 0; index < count; index++) await client.call('POST', '/api/v1/nodes', node(index))
    const ready = async () => {
      /** @type {{ items: Node[] }} */
      const { items } = await client.call('GET', '/api/v1/nodes')
      return items.filter(isNodeReady).length === count
    }
    if (await poll(ready, { timeoutMs: 30_000, everyMs: 50, signal })) return
  } finally {
    client.close()
  }
  throw new Error(
    `the ${String(count)} simulated nodes did not get ready within 30 s:\n${logTail(place, 'kwok-controller')}`,
  )
}

/** @param {number} index */
function node(index) {
  const name = `node-${String(index)}`
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    type: 'kwok',
  }
  const metadata = { name, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } }
  return { apiVersion: 'v1', kind: 'Node', metadata }
}

/** @typedef {{ status?: { conditions?: { type: string, status: string }[] } }} Node */
/** @param {Node} node */
function isNodeReady(node) {
  return node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}

/**
 * Starts the watchdog. @param {string} home
 * @returns {() => void} ends it; whatever is left in the home then goes with it
 */
function watch(home) {
  const file = fileURLToPath(new URL('watchdog.mjs', import.meta.url))
  const child = spawn(process.execPath, [file, home], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  // Node's types say Writable; a pipe to a child is a socket and can be left out of what keeps this process alive.
  if (child.stdin instanceof Socket) child.stdin.unref()
  return () => child.stdin.end()
}

/** @param {Place} place @param {() => void} release @returns {ControlPlane} */
function handle(place, release) {
  const kubeconfig = kubeconfigPath(place)
  const { ca, key, admin } = pki(place)
  const apiServer = () => pidOf(place, 'kube-apiserver') ?? 0
  return {
    name: place.name,
    home: place.home,
    kubeconfig,
    url: readKubeconfig(kubeconfig).clusters[0]?.cluster.server ?? '',
    pki: { ca, key },
    tokenKey: `${admin}.key`,
    stop: async ({ keep = false } = {}) => {
      if (keep) await endComponentsOf(place.home)
      else await remove(place)
      if (!keep) release()
    },
    killApiServer: async () => {
      const pid = apiServer()
      sendSignal(pid, 'SIGKILL')
      await poll(() => !componentsOf(place.home).some((other) => other.pid === pid), { timeoutMs: 10_000, everyMs: 20 })
    },
    restartApiServer: () => startDead(place, undefined),
    pauseApiServer: () => void sendSignal(apiServer(), 'SIGSTOP'),
    resumeApiServer: () => void sendSignal(apiServer(), 'SIGCONT'),
  }
}
