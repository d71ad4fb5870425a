import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { dump } from 'js-yaml'
import { createComparisons, type Comparisons } from '../../../electron/plan/comparison/comparisons'
import type { SideSource } from '../../../electron/plan/comparison/make-comparison'
import { plansInWorker } from '../../../electron/plan/plan-work'
import { generatedObjects } from '../../../electron/plan/testing/generate'
import { median, megabytes, ms } from '../numbers'
import type { OwnPart, Row, Setting } from '../setting'

const objects = 500

/** Every tenth object has another setting; after an upgrade of the chart its label differs in all of them. */
const changedEvery = 10
const mostMs = 500
const mostBytes = 150_000_000
/** What may be left of it once the worker has ended. */
const mostLeft = 30_000_000
const settleMs = 1_000

/** How long it takes to hold two large revisions against each other, and what that needs. */
export const compare: OwnPart = {
  name: 'compare',
  keys: ['diff_ms', 'compare_memory'],
  seed: null,
  run: (setting) => measure(setting),
}

async function measure({ tools, sizes, say }: Setting): Promise<Row[]> {
  const manifests = [manifestOf('1.0.0', 'info'), manifestOf('1.0.0', 'debug'), manifestOf('1.1.0', 'info')]
  const records = manifests.map(recordOf)
  const [one = ''] = manifests
  say(`manifests of ${megabytes(one.length)} with ${objects} objects`)
  const comparisons = createComparisons({
    helm: { run: () => Promise.reject(new Error('no helm')), capabilities: () => Promise.reject(new Error('no helm')) },
    clientFor: () => ({ get: (path) => Promise.resolve({ data: { release: records[Number(path.slice(-1)) - 1] } }) }),
    newestVersion: () => Promise.resolve(undefined),
    readOutside: () => Promise.resolve([]),
    resource: 'secrets',
  })
  await settled()
  const before = process.memoryUsage.rss()
  const worker = plansInWorker(() => new Worker(join(tools.app, 'out', 'main', 'plan-worker.cjs')))
  const { took, upgrade, first, stallMs, peak } = await repeated(comparisons, sizes.samples)
  worker.dispose()
  comparisons.dispose()
  await settled()
  const left = process.memoryUsage.rss() - before
  const own = median(took)
  return [
    {
      key: 'diff_ms',
      figure: own,
      unit: 'ms',
      target: `≤ ${ms(mostMs)}, in a worker`,
      met: own <= mostMs,
      details: `${ms(first)} the first time, ${ms(upgrade)} where every object differs; longest stall ${ms(stallMs)}`,
      samples: { took, upgrade, first, stallMs },
    },
    {
      key: 'compare_memory',
      figure: (peak - before) / 1e6,
      unit: 'MB',
      target: `≤ ${megabytes(mostBytes)}, given back`,
      met: peak - before <= mostBytes && left <= mostLeft,
      details: `${megabytes(Math.max(0, left))} left once the worker has ended`,
      samples: { before, peak, left },
    },
  ]
}

interface Measured {
  readonly took: readonly number[]
  /** After an upgrade of the chart. */
  readonly upgrade: number
  readonly first: number
  readonly stallMs: number
  readonly peak: number
}

async function repeated(comparisons: Comparisons, samples: number): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let peak = 0
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  const took: number[] = []
  try {
    const first = await timed(comparisons, 2, objects / changedEvery)
    delay.enable()
    for (let sample = 0; sample < samples; sample++) took.push(await timed(comparisons, 2, objects / changedEvery))
    delay.disable()
    const upgrade = await timed(comparisons, 3, objects)
    return { took, upgrade, first, stallMs: delay.max / 1e6, peak }
  } finally {
    clearInterval(watching)
  }
}

/** Compares with the first revision. @param differing how many objects differ */
async function timed(comparisons: Comparisons, other: number, differing: number): Promise<number> {
  const began = performance.now()
  const made = await comparisons.make(randomUUID(), revision(1), revision(other))
  const ended = performance.now()
  const changed = made.objects.filter(({ state }) => state === 'changed').length
  if (changed !== differing) throw new Error(`${changed} objects were said to differ, ${differing} do`)
  return ended - began
}

function revision(number: number): SideSource {
  const target = { context: 'bench', kubeconfigFiles: [], helmEnv: {} }
  return { kind: 'revision', target, namespace: 'compare', name: 'large', revision: number }
}

/** Ten kinds of objects, again and again, each with as many notes as make the whole large. */
function manifestOf(version: string, level: string): string {
  const documents: string[] = []
  for (let set = 0; documents.length < objects; set++) {
    for (const object of generatedObjects(`large-${set}`)) {
      const metadata = object['metadata'] as { readonly labels?: object; readonly annotations?: object }
      const labels = { ...metadata.labels, 'helm.sh/chart': `large-${version}` }
      const isChanged = documents.length % changedEvery === 0
      const annotations = { ...metadata.annotations, ...notes, level: isChanged ? level : 'info' }
      documents.push(`---\n${dump({ ...object, metadata: { ...metadata, labels, annotations } }, { noRefs: true })}`)
      if (documents.length === objects) break
    }
  }
  return documents.join('')
}

const notes = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [
    `example.com/note-${at}`,
    `What stands in a note number ${at}, ${'word '.repeat(12)}`,
  ]),
)

function recordOf(manifest: string, index: number): string {
  const payload = {
    ...{ name: 'large', namespace: 'compare', version: index + 1, info: { status: 'deployed' } },
    ...{ chart: { metadata: { name: 'large', version: `1.${index}.0` }, values: {} }, manifest },
  }
  return Buffer.from(gzipSync(JSON.stringify(payload)).toString('base64')).toString('base64')
}

/** Memory that nobody needs goes back some time after its last use. */
async function settled(): Promise<void> {
  globalThis.gc?.()
  await wait(settleMs)
}
