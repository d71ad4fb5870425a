import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chartVersions, packageCharts } from './chart-packages.mjs'
import { connect } from './kube-client.mjs'
import { run } from './processes.mjs'
import { payload, standIn, statuses } from './seed-payload.mjs'
import { ensureNamespace } from './users.mjs'

/** @typedef {import('./kube-client.mjs').KubeClient} KubeClient */
/**
 * @typedef {object} SeedOptions
 * @property {string} kubeconfig of a cluster admin, by startControlPlane()
 * @property {string} helm any helm 4, renders the charts
 * @property {number} releases
 * @property {number} revisions per release
 * @property {number} kb size of one payload as the Secret holds it; what a chart weighs by itself (6–8 KB) is the least
 * @property {number} [namespaces] the releases are spread over `seed-01`, `seed-02`, …; default 20
 * @property {(done: number, total: number) => void} [onProgress]
 * @property {AbortSignal | undefined} [signal]
 */
/** @typedef {{ release: number, revision: number, namespace: string, name: string, status: string }} Wanted */

const charts = ['orders-api', 'redis-cache', 'fraud-detector', 'cert-rotator']
const places = ['oslo', 'berlin', 'porto', 'lyon', 'turin', 'ghent', 'gdansk', 'malmo', 'cork', 'graz']
const sockets = 24
const day = 86_400_000
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'
const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/**
 * Writes releases as helm would have left them after years of upgrades, with many connections at a time. What is there
 * already is kept as it is, so it can be interrupted and run again, or asked for more releases.
 * @param {SeedOptions} options
 * @returns {Promise<{ created: number, existing: number, namespaces: string[] }>} Secrets, one per revision
 */
export async function seedReleases({ kubeconfig, helm, releases, revisions, kb, namespaces = 20, onProgress, signal }) {
  const names = namespaceNames(namespaces)
  const client = connect(kubeconfig, { sockets })
  try {
    const templates = await renderTemplates(helm, signal)
    const present = new Set((await Promise.all(names.map((name) => existing(client, name)))).flat())
    const missing = wanted(releases, revisions, names).filter((one) => !present.has(secretPath(one)))
    let done = 0
    await atATime(sockets, missing, async (one) => {
      signal?.throwIfAborted()
      await write(client, one, templates, revisions, kb * 1_024)
      onProgress?.(++done, missing.length)
    })
    return { created: missing.length, existing: releases * revisions - missing.length, namespaces: names }
  } finally {
    client.close()
  }
}

/** @param {number} count */
function namespaceNames(count) {
  return Array.from({ length: count }, (_, index) => `seed-${String(index + 1).padStart(2, '0')}`)
}

/** @param {number} releases @param {number} revisions @param {string[]} namespaces @returns {Wanted[]} */
function wanted(releases, revisions, namespaces) {
  return Array.from({ length: releases }, (_, release) => {
    const namespace = namespaces[release % namespaces.length] ?? ''
    const name = `${places[release % places.length] ?? ''}-${String(release + 1).padStart(4, '0')}`
    return statuses(release, revisions).map((status, at) => ({ release, revision: at + 1, namespace, name, status }))
  }).flat()
}

/** @param {Wanted} one */
function secretPath({ namespace, name, revision }) {
  return `${namespace}/sh.helm.release.v1.${name}.v${String(revision)}`
}

/** The release Secrets of a namespace, which is created when missing. @param {KubeClient} client @param {string} namespace */
async function existing(client, namespace) {
  await ensureNamespace(client, namespace)
  const path = `/api/v1/namespaces/${namespace}/secrets?labelSelector=owner%3Dhelm`
  /** @type {{ items: { metadata: { name: string } }[] | null }} */
  const list = await client.call('GET', path, undefined, { accept: metadataListOnly })
  return (list.items ?? []).map(({ metadata }) => `${namespace}/${metadata.name}`)
}

/**
 * helm's dry run of every version of some charts: each list has the versions of one chart, oldest first.
 * @param {string} helm @param {AbortSignal | undefined} signal
 * @returns {Promise<string[][]>} JSON texts
 */
async function renderTemplates(helm, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-seed-'))
  try {
    await packageCharts({ helm, folder: join(folder, 'charts'), charts, signal })
    const versions = chartVersions()
    return await Promise.all(
      charts.map(async (chart) => {
        const rendered = []
        for (const [index, { version }] of (versions[chart] ?? []).entries()) {
          rendered.push(await dryRun(helm, join(folder, 'charts', `${chart}-${version}.tgz`), index, signal))
        }
        return rendered
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} helm @param {string} archive @param {number} index @param {AbortSignal | undefined} signal */
async function dryRun(helm, archive, index, signal) {
  const values = JSON.stringify({
    config: { LOG_LEVEL: ['debug', 'info', 'warn'][index % 3] },
    image: { pullPolicy: 'Always' },
  })
  const args = ['install', standIn.name, archive, '--namespace', standIn.namespace]
  const all = [...args, '--dry-run=client', '-o', 'json', '-f', '-']
  const home = dirname(dirname(archive))
  const env = { ...process.env, HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home }
  const { code, stdout, stderr } = await run(helm, all, { env, input: values, ...(signal && { signal }) })
  if (code !== 0) throw new Error(`helm could not render ${archive}: ${stderr.trim().slice(-400)}`)
  return stdout
}

/**
 * @param {KubeClient} client @param {Wanted} one @param {string[][]} templates @param {number} revisions
 * @param {number} bytes
 */
async function write(client, one, templates, revisions, bytes) {
  const { release, revision, namespace, name, status } = one
  const versions = templates[release % templates.length] ?? []
  const template = versions[Math.min(versions.length - 1, Math.floor(((revision - 1) * versions.length) / revisions))]
  if (template === undefined) throw new Error('there is no chart to seed from')
  const first = new Date(Date.now() - revisions * day - release * 61_000)
  const last = new Date(first.getTime() + (revision - 1) * day)
  const times = { first, last }
  const data = { release: await payload(template, { name, namespace, version: revision, status, ...times }, bytes) }
  const labels = {
    name,
    owner: 'helm',
    status,
    version: String(revision),
    createdAt: String(Math.floor(last.getTime() / 1_000)),
  }
  const metadata = { name: `sh.helm.release.v1.${name}.v${String(revision)}`, namespace, labels }
  const secret = { apiVersion: 'v1', kind: 'Secret', type: 'helm.sh/release.v1', metadata, data }
  await client.call('POST', `/api/v1/namespaces/${namespace}/secrets?fieldManager=Helm`, secret, {
    accept: metadataOnly,
  })
}

/**
 * Works through a list with a bound on what is under way; the first failure ends it.
 * @template T
 * @param {number} width @param {T[]} items @param {(item: T) => Promise<void>} work
 */
async function atATime(width, items, work) {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
