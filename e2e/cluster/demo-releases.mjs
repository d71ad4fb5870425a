import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { connect } from './kube-client.mjs'
import { poll, run } from './processes.mjs'

/** @typedef {import('./demo-plan.mjs').DemoRelease} DemoRelease */
/** @typedef {import('./demo-plan.mjs').Change} Change */
/** @typedef {import('./kube-client.mjs').KubeClient} KubeClient */
/**
 * @typedef {object} FillOptions
 * @property {string} kubeconfig
 * @property {import('./binaries.mjs').Helms} helms
 * @property {string} charts folder of packageCharts()
 * @property {NodeJS.ProcessEnv} env with helm's homes
 * @property {(done: number, total: number, what: string) => void} [onProgress] counted in helm runs
 * @property {AbortSignal | undefined} [signal]
 */
/** @typedef {FillOptions & { client: KubeClient, stepDone: (release: DemoRelease, steps: number) => void }} Work */

const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/**
 * Makes the demo's releases with the real helm, side by side. Releases that are complete stay; one that was interrupted
 * is removed and made again.
 * @param {DemoRelease[]} releases
 * @param {FillOptions} options
 */
export async function makeDemoReleases(releases, options) {
  const client = connect(options.kubeconfig)
  const total = releases.reduce((sum, { steps }) => sum + steps.length, 0)
  let done = 0
  /** @type {Work['stepDone']} */
  const stepDone = ({ name }, steps) => options.onProgress?.((done += steps), total, name)
  const queue = releases.values()
  const worker = async () => {
    for (const release of queue) await makeRelease(release, { ...options, client, stepDone })
  }
  try {
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker))
  } finally {
    client.close()
  }
}

/** @param {DemoRelease} release @param {Work} work */
async function makeRelease(release, work) {
  const present = await revisionsOf(work.client, release)
  if (isComplete(release, present)) {
    work.stepDone(release, release.steps.length)
    return
  }
  if (present.length > 0) await removeRelease(release, work)
  for (const [index, step] of release.steps.entries()) {
    work.signal?.throwIfAborted()
    if ('rollback' in step) await helm(release, work, ['rollback', release.name, String(step.rollback)])
    else await change(release, step, index + 1, work)
    work.stepDone(release, 1)
  }
}

/**
 * The release's Secrets, newest last. @param {KubeClient} client @param {DemoRelease} release
 * @returns {Promise<{ secret: string, revision: number, status: string }[]>}
 */
async function revisionsOf(client, { namespace, name }) {
  const path = `/api/v1/namespaces/${namespace}/secrets?labelSelector=${encodeURIComponent(`owner=helm,name=${name}`)}`
  /** @type {{ items: { metadata: { name: string, labels: Record<string, string> } }[] | null }} */
  const list = await client.call('GET', path, undefined, { accept: metadataListOnly })
  return (list.items ?? [])
    .map(({ metadata: { name: secret, labels } }) => ({
      secret,
      revision: Number(labels['version']),
      status: labels['status'] ?? '',
    }))
    .sort((left, right) => left.revision - right.revision)
}

const endings = { deployed: 'deployed', failed: 'failed', stuck: 'pending-upgrade' }

/** @param {DemoRelease} release @param {{ status: string }[]} present */
function isComplete({ steps }, present) {
  const last = steps.at(-1)
  const end = last && 'version' in last ? (last.end ?? 'deployed') : 'deployed'
  return present.length === steps.length && present.at(-1)?.status === endings[end]
}

/** @param {DemoRelease} release @param {Work} work */
async function removeRelease(release, work) {
  await helm(release, work, ['uninstall', release.name, '--no-hooks', '--ignore-not-found'])
  for (const { secret } of await revisionsOf(work.client, release)) {
    await work.client.send('DELETE', `/api/v1/namespaces/${release.namespace}/secrets/${secret}`)
  }
}

/** @param {DemoRelease} release @param {Change} step @param {number} revision @param {Work} work */
async function change(release, { version, values = {}, end = 'deployed' }, revision, work) {
  const archive = join(work.charts, `${release.chart}-${version}.tgz`)
  const args = ['upgrade', '--install', '--create-namespace', '--reset-values', '-f', '-']
  const target = ['--', release.name, archive]
  const input = JSON.stringify(values)
  if (end === 'stuck') return stuck(release, [...args, '--wait', '--timeout', '10m', ...target], input, revision, work)
  if (end === 'deployed') return helm(release, work, [...args, ...target], input)
  const failing = await helmResult(release, work, [...args, '--wait', '--timeout', '4s', ...target], input)
  if (failing.code === 0) throw new Error(`the demo's ${release.name} was meant to fail but did not`)
}

/**
 * A helm that died at work: killed once its Secret says that the upgrade is under way.
 * @param {DemoRelease} release @param {string[]} args @param {string} input @param {number} revision @param {Work} work
 */
async function stuck(release, args, input, revision, work) {
  const child = spawn(work.helms[release.helm ?? 4], inNamespace(release, args), {
    env: environment(work),
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.once('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const pending = async () =>
    (await revisionsOf(work.client, release)).some(
      (one) => one.revision === revision && one.status === 'pending-upgrade',
    )
  try {
    const seen = await poll(pending, { timeoutMs: 30_000, everyMs: 30, signal: work.signal })
    if (!seen) throw new Error(`the demo's ${release.name} did not begin its upgrade within 30 s`)
    // The objects are sent right after the Secret: the new pods are part of the picture.
    const rollingOut = () => hasNewPods(work.client, release)
    await poll(rollingOut, { timeoutMs: 10_000, everyMs: 50, signal: work.signal })
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

/** Whether a Deployment of the release is between two versions. @param {KubeClient} client @param {DemoRelease} release */
async function hasNewPods(client, { namespace, name }) {
  const selector = encodeURIComponent(`app.kubernetes.io/instance=${name}`)
  /** @type {{ items: { spec: { replicas: number }, status: { replicas?: number } }[] }} */
  const list = await client.call('GET', `/apis/apps/v1/namespaces/${namespace}/deployments?labelSelector=${selector}`)
  return list.items.some(({ spec, status }) => (status.replicas ?? 0) > spec.replicas)
}

/** @param {DemoRelease} release @param {Work} work @param {string[]} args @param {string} [input] */
async function helm(release, work, args, input) {
  const { code, stderr } = await helmResult(release, work, args, input)
  if (code !== 0)
    throw new Error(`helm ${args[0] ?? ''} of the demo's ${release.name} failed: ${stderr.trim().slice(-600)}`)
}

/** @param {DemoRelease} release @param {Work} work @param {string[]} args @param {string} [input] */
function helmResult(release, work, args, input) {
  const options = {
    env: environment(work),
    ...(input !== undefined && { input }),
    ...(work.signal && { signal: work.signal }),
  }
  return run(work.helms[release.helm ?? 4], inNamespace(release, args), options)
}

/** @param {DemoRelease} release @param {string[]} args */
function inNamespace({ namespace }, [verb = '', ...rest]) {
  return [verb, '--namespace', namespace, ...rest]
}

/** @param {Work} work @returns {NodeJS.ProcessEnv} */
function environment({ env, kubeconfig }) {
  return { ...env, KUBECONFIG: kubeconfig }
}
