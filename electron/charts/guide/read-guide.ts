import { stat } from 'node:fs/promises'
import type { ValuesGuide } from '@shared/model/values-guide'
import { AppFailure } from '@shared/errors'
import { fileWords } from '../../files/file-fault'
import { inTime } from '../../files/in-time'
import { readOrdinaryFile } from '../../files/read-ordinary'
import { fullBudget, noChart, type Budget, type ChartFiles } from './chart-files'
import { guideOf } from './make-guide'
import { nestedCharts } from './nested-charts'
import { readArchive } from './read-archive'
import { readFolder } from './read-folder'

/** A packed chart is never larger than what helm would unpack of it. */
const maxPacked = 100 * 1024 * 1024
/** A large one on a slow disk takes its time, in a worker that has nothing else to do. */
const limitMs = 15_000

/**
 * What a chart on this computer says of its values, on this thread, whatever that costs.
 * @param chart the path of a folder or an archive, or an archive itself
 * @throws AppFailure `chart-invalid`
 */
export async function readGuide(chart: string | Uint8Array): Promise<ValuesGuide> {
  const budget = fullBudget()
  const files = typeof chart === 'string' ? await filesAt(chart, budget) : await readArchive(Buffer.from(chart), budget)
  return guideOf(await nestedCharts(files, budget))
}

async function filesAt(path: string, budget: Budget): Promise<ChartFiles> {
  const isFolder = await orNoChart(inTime(path, () => stat(path)).then((found) => found.isDirectory()))
  if (isFolder) return readFolder(path, budget)
  return readArchive(await orNoChart(readOrdinaryFile(path, { maxBytes: maxPacked, limitMs })), budget)
}

async function orNoChart<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (reason) {
    if (reason instanceof AppFailure) throw reason
    return noChart(fileWords(reason), String(reason))
  }
}
