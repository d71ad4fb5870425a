import { stat } from 'node:fs/promises'
import type { ChartSummary, ChartVersion } from '@shared/model/chart'
import { FileFault } from '../files/file-fault'
import { readOrdinaryFile } from '../files/read-ordinary'
import { IndexProblem, type FoundFault, type IndexChart } from './index-model'
import { faultWords } from './index-words'
import { parseIndex } from './index-parse'
import { searchCharts, searchEntries, type SearchEntry } from './search'

/** A repository's cached index. */
export interface IndexFile {
  readonly repository: string
  readonly path: string
}

export interface IndexState {
  readonly repository: string
  /** RFC 3339, '' when there is no file. */
  readonly updatedAt: string
  readonly chartCount: number | null
  /** '' when it can be used. */
  readonly problem: string
}

/** What the worker is asked. */
export type CatalogueRequest =
  | { readonly ask: 'states'; readonly files: readonly IndexFile[] }
  | { readonly ask: 'search'; readonly files: readonly IndexFile[]; readonly query: string; readonly limit: number }
  | { readonly ask: 'versions'; readonly file: IndexFile; readonly chart: string }
  | { readonly ask: 'fault'; readonly path: string }

export interface CatalogueAnswers {
  readonly states: readonly IndexState[]
  readonly search: { readonly charts: readonly ChartSummary[]; readonly total: number }
  /** What helm refuses an index for, looked for in every entry; null when nothing is found. */
  readonly fault: FoundFault | null
  /** `versions` is null when the index has no such chart. */
  readonly versions: { readonly versions: readonly ChartVersion[] | null; readonly problem: string }
}

export type Catalogue = <R extends CatalogueRequest>(request: R) => Promise<CatalogueAnswers[R['ask']]>

interface LoadedIndex {
  readonly stamp: string
  readonly updatedAt: string
  readonly charts: ReadonlyMap<string, IndexChart>
  readonly entries: readonly SearchEntry[]
  readonly chartCount: number | null
  readonly problem: string
}

/** What helm can read at all takes it some 14 times the memory; the largest public index known has 118 MB. */
const maxBytes = 256 * 1024 * 1024
const cutOff = 'The index seems to be cut off: its last line is missing. Update the repository.'

/** Reads indexes, each once per change of its file, and answers from memory. Lives in a worker (index-worker.ts). */
export function createCatalogue(): Catalogue {
  const cache = new Map<string, Promise<LoadedIndex>>()

  const indexOf = async ({ repository, path }: IndexFile): Promise<LoadedIndex> => {
    const stamp = await stampOf(path)
    const key = `${repository}\0${path}`
    // No waiting when there is nothing to wait for: two who ask at once share one reading.
    const pending = cache.get(key)
    if (pending !== undefined && (await pending).stamp === stamp) return pending
    const loading = loadIndex(repository, path, stamp)
    cache.set(key, loading)
    return loading
  }
  const forgetOthers = (files: readonly IndexFile[]): void => {
    const wanted = new Set(files.map(({ repository, path }) => `${repository}\0${path}`))
    for (const key of cache.keys()) if (!wanted.has(key)) cache.delete(key)
  }
  const answer = async (request: CatalogueRequest): Promise<CatalogueAnswers[CatalogueRequest['ask']]> => {
    if (request.ask === 'fault') return findFault(request.path)
    if (request.ask === 'versions') {
      const { charts, problem } = await indexOf(request.file)
      return { versions: charts.get(request.chart)?.versions ?? null, problem }
    }
    forgetOthers(request.files)
    const indexes = await Promise.all(request.files.map(indexOf))
    if (request.ask === 'search') {
      return searchCharts(
        indexes.flatMap(({ entries }) => entries),
        request.query,
        request.limit,
      )
    }
    return indexes.map(({ updatedAt, chartCount, problem }, place) => {
      return { repository: request.files[place]?.repository ?? '', updatedAt, chartCount, problem }
    })
  }
  return answer as Catalogue
}

/** Changes whenever the file does; '' when there is none. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return [mtimeMs, size, ino].join(' ')
  } catch {
    return ''
  }
}

async function loadIndex(repository: string, path: string, stamp: string): Promise<LoadedIndex> {
  const nothing = { stamp, updatedAt: '', charts: new Map<string, IndexChart>(), entries: [], chartCount: null }
  if (stamp === '') return { ...nothing, problem: 'Its index was never fetched. Update the repository.' }
  const updatedAt = new Date(Number(stamp.split(' ')[0])).toISOString()
  try {
    const { charts, isCutOff } = parseIndex(await readBounded(path))
    return {
      ...nothing,
      updatedAt,
      charts: new Map(charts.map((chart) => [chart.name, chart])),
      entries: searchEntries(repository, charts),
      chartCount: charts.length,
      problem: isCutOff ? cutOff : '',
    }
  } catch (reason) {
    const { message, cause } = faultWords(faultOf(reason))
    return { ...nothing, updatedAt, problem: `${message} ${cause}` }
  }
}

async function findFault(path: string): Promise<FoundFault | null> {
  try {
    parseIndex(await readBounded(path), true)
    return null
  } catch (reason) {
    return faultOf(reason)
  }
}

function faultOf(reason: unknown): FoundFault {
  if (reason instanceof FileFault) return { fault: 'damaged', problem: reason.message }
  if (reason instanceof IndexProblem) return { fault: reason.fault, problem: reason.message }
  return { fault: 'damaged', problem: `It can't be read: ${String(reason)}` }
}

/** A large one on a slow disk takes its time, in a worker that has nothing else to do. */
const limitMs = 30_000

function readBounded(path: string): Promise<Buffer> {
  return readOrdinaryFile(path, { maxBytes, limitMs })
}
