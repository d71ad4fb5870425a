import { readFileSync, writeFileSync } from 'node:fs'
import type { FeedPatch } from '@shared/model/release-feed'
import { createApiClient, type ApiClient } from '../../electron/kube/api-client'
import { listNamespaces } from '../../electron/kube/namespaces'
import { createReleaseIndex } from '../../electron/releases/index/release-index'
import { epochNow } from './numbers'
import type { ProbeAnswer, ProbeQuestion } from './probe-words'

/**
 * The index in a process of its own, as the app's main process would have it: Electron as Node, bundled as the app is. It is
 * told what to measure as JSON in its argument, and answers with one line of JSON. The only file of the bench that knows how
 * an index is made.
 */
const question = JSON.parse(process.argv[2] ?? '') as ProbeQuestion
const target = { context: question.context, kubeconfigFiles: [question.kubeconfig], helmEnv: {} }

void measure().then((answer) => {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
  process.exit()
})

async function measure(): Promise<ProbeAnswer> {
  if (question.warm) await loadModules()
  const client = createApiClient(target, { env: process.env })
  const before = process.memoryUsage.rss()
  const isReset = resetPeak()
  const stalls = watchStalls()
  const startedAt = epochNow()
  const times = await readAll(client)
  await quiet(question.lingerMs)
  return { startedAt, ...times, before, peak: isReset ? peak() : null, longestStallMs: stalls(), endedAt: epochNow() }
}

/** What the app has loaded before anybody looks at releases: the modules that a first call to a cluster needs. */
async function loadModules(): Promise<void> {
  const client = createApiClient(target, { env: process.env })
  await client.get('/version')
  client.dispose()
}

function readAll(client: ApiClient): Promise<Pick<ProbeAnswer, 'rowsAt' | 'completeAt'>> {
  const rows = new Set<string>()
  let rowsAt = 0
  return new Promise((resolve) => {
    const onPatch = ({ upserted, removed, state }: FeedPatch): void => {
      for (const { namespace, name } of upserted) rows.add(`${namespace}/${name}`)
      for (const key of removed) rows.delete(key)
      if (rows.size < question.releases) return
      rowsAt ||= epochNow()
      if ((state ?? index.snapshot().state).reading === 0) resolve({ rowsAt, completeAt: epochNow() })
    }
    const index = createReleaseIndex({
      context: question.context,
      client,
      resource: 'secrets',
      listNamespaces: (signal) => listNamespaces(client, { signal }),
      remembered: () => [],
      ownNamespace: '',
      known: { facts: [], seen: null },
      isOurs: () => false,
      onPatch,
      onHistory: () => undefined,
    })
  })
}

/** The older revisions' metadata come after the rows: they count in memory and traffic. */
function quiet(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs))
}

/** Makes the system forget the most memory this process ever held; false where it cannot (other systems than Linux). */
function resetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
    return true
  } catch {
    return false
  }
}

function peak(): number {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(match?.[1] ?? 0) * 1_024
}

/** @returns the longest time so far in which a 5 ms timer could not run, in milliseconds */
function watchStalls(): () => number {
  const everyMs = 5
  let longest = 0
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - everyMs)
    last = now
  }, everyMs)
  return () => longest
}
