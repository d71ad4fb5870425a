import { toAppError } from '@shared/errors'
import type { ApiClient } from '../../kube/api-client'
import type { RecordResource } from '../../records/record-name'
import { backOff } from '../../kube/pause'
import { readPages } from './read-pages'
import { factsOf, readPayload } from './read-payload'
import { payloadKey, recordKey, type ReleaseRecord } from './record'
import type { PayloadFacts, SummaryCache } from './summary-cache'
import { createWaitingList, type WaitingList } from './waiting-list'

export interface ReadQueueDeps {
  readonly client: Pick<ApiClient, 'get' | 'stream'>
  readonly resource: RecordResource
  readonly cache: SummaryCache
  /** Whether anybody still wants this record's payload: a newer one may have come. */
  readonly isWanted: (record: ReleaseRecord) => boolean
  /** Under which scope a namespace's records may be listed: '' for the whole cluster. */
  readonly scopeOf: (namespace: string) => string
  /** A payload of this release was read. */
  readonly onRead: (releaseKey: string) => void
}

export interface ReadQueue {
  /** Reads the payload some time soon. */
  readonly want: (record: ReleaseRecord) => void
  /** These releases first, in this order: somebody is looking at them. */
  readonly prefer: (releaseKeys: readonly string[]) => void
  /** Resolves when nothing preferred waits any more, at the latest after a second. */
  readonly afterPreferred: () => Promise<void>
  /** The way to the cluster is free again. */
  readonly kick: () => void
  readonly stop: () => void
}

/** HTTP/2 takes them side by side; over a way of 20 ms 24 were slower, and 90 gained nothing. */
const readsAtOnce = 48
/** Where answers cannot be cut, whole payloads come anyhow: from this many on they come faster in pages. */
const pagesFrom = 64
/** Failed so often in a row: something between dislikes answers that are not read to their end. */
const cutFailures = 2
const preferredLimitMs = 1_000

/** What is under way, and what was learnt of the way to the cluster. */
interface Work {
  readonly waiting: WaitingList
  readonly stopped: AbortController
  running: number
  failures: number
  mayCut: boolean
  isHttp1: boolean
  isPaging: boolean
  /** Whether pages hold what waits: they do not hold newest revisions that are marked superseded. */
  pagesHelp: boolean
  retry: NodeJS.Timeout | undefined
  planned: NodeJS.Immediate | undefined
  /** Those who wait for the preferred ones. */
  resolves: (() => void)[]
}

/** Reads payloads, preferred ones first: one by one where an answer can be cut, in pages elsewhere. */
export function createReadQueue(deps: ReadQueueDeps): ReadQueue {
  const work: Work = {
    waiting: createWaitingList(),
    stopped: new AbortController(),
    running: 0,
    failures: 0,
    mayCut: true,
    isHttp1: false,
    isPaging: false,
    pagesHelp: true,
    retry: undefined,
    planned: undefined,
    resolves: [],
  }
  return {
    want: (record) => {
      work.waiting.add(record)
      pumpSoon(deps, work)
    },
    prefer: (releaseKeys) => {
      work.waiting.prefer(releaseKeys)
      pumpSoon(deps, work)
    },
    afterPreferred: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, preferredLimitMs)
        work.resolves.push(() => {
          clearTimeout(timer)
          resolve()
        })
        pumpSoon(deps, work)
      }),
    kick: () => {
      clearTimeout(work.retry)
      // It may have been the way that broke, not that answers were cut.
      Object.assign(work, { retry: undefined, failures: 0, pagesHelp: true, mayCut: !work.isHttp1 })
      pumpSoon(deps, work)
    },
    stop: () => {
      work.stopped.abort()
      clearTimeout(work.retry)
      clearImmediate(work.planned)
      for (const resolve of work.resolves) resolve()
    },
  }
}

/** Many are wanted in one go: pages or not is decided when all of them are known. */
function pumpSoon(deps: ReadQueueDeps, work: Work): void {
  work.planned ??= setImmediate(() => {
    work.planned = undefined
    pump(deps, work)
  })
}

function pump(deps: ReadQueueDeps, work: Work): void {
  if (work.stopped.signal.aborted || work.retry !== undefined) return
  if (shouldPage(work)) void page(deps, work)
  while (work.running < readsAtOnce) {
    const record = work.waiting.take(work.isPaging || mayPage(work))
    if (record === undefined) break
    if (!deps.isWanted(record) || deps.cache.get(payloadKey(record)) !== undefined) continue
    work.running++
    void read(deps, work, record).finally(() => {
      work.running--
      pump(deps, work)
    })
  }
  if (!isBusyWithPreferred(work)) {
    for (const resolve of work.resolves) resolve()
    work.resolves = []
  }
}

function isBusyWithPreferred({ waiting, running }: Work): boolean {
  return running > 0 || waiting.hasPreferred()
}

function shouldPage(work: Work): boolean {
  return !work.isPaging && mayPage(work) && !isBusyWithPreferred(work)
}

/** Whether the rest is better read in pages: those hold payloads whole, so not where a front can be cut off. */
function mayPage({ pagesHelp, waiting, mayCut }: Work): boolean {
  return pagesHelp && waiting.size() >= pagesFrom && !mayCut
}

async function page(deps: ReadQueueDeps, work: Work): Promise<void> {
  const { waiting, stopped } = work
  work.isPaging = true
  const wanted = waiting.byPayload()
  const before = waiting.size()
  const scope = deps.scopeOf(waiting.first()?.namespace ?? '')
  await readPages(deps.client, deps.resource, scope, stopped.signal, async (records) => {
    for (const { uid, resourceVersion, payload } of records) {
      const record = wanted.get(payloadKey({ uid, resourceVersion }))
      if (record === undefined) continue
      waiting.remove(record)
      note(deps, record, await factsOf(payload, record))
    }
    return waiting.size() > 0
  }).catch(() => {
    // One by one then: what is wrong shows there.
  })
  work.isPaging = false
  work.pagesHelp = waiting.size() < before
  pump(deps, work)
}

async function read(deps: ReadQueueDeps, work: Work, record: ReleaseRecord): Promise<void> {
  const { client, resource } = deps
  const { mayCut, stopped } = work
  const onHttp1 = (): void => void Object.assign(work, { isHttp1: true, mayCut: false })
  try {
    const answer = await readPayload(client, resource, record, { mayCut, onHttp1, signal: stopped.signal })
    work.failures = 0
    // Of another version than the one that was asked for: the watch is about to tell of it.
    if (answer !== null && !answer.isOther) note(deps, record, answer.facts)
  } catch (thrown) {
    if (!stopped.signal.aborted) noteFailure(deps, work, record, thrown)
  }
}

function note(deps: ReadQueueDeps, record: ReleaseRecord, facts: PayloadFacts): void {
  deps.cache.set(payloadKey(record), facts)
  deps.onRead(recordKey(record))
}

function noteFailure(deps: ReadQueueDeps, work: Work, record: ReleaseRecord, thrown: unknown): void {
  if (toAppError(thrown).code === 'forbidden') {
    note(deps, record, { problem: 'You may not read its record, only see that it exists.' })
    return
  }
  work.failures++
  if (work.failures >= cutFailures) work.mayCut = false
  work.waiting.add(record)
  work.retry ??= setTimeout(
    () => {
      work.retry = undefined
      pump(deps, work)
    },
    backOff(work.failures, [500, 10_000]),
  )
}
