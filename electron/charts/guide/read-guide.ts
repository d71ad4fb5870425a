import { stat } from 'node:fs/promises'
import type { ValuesGuide } from '@shared/model/values-guide'
import { AppFailure } from '@shared/errors'
import { fileWords } from '../../files/file-fault'
import { inTime } from '../../files/in-time'
import { readOrdinaryFile } from '../../files/read-ordinary'
import { fullBudget, noChart } from './chart-files'
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
 * @param path of a folder or an archive
 * @throws AppFailure `chart-invalid`
 */
export async function readGuide(path: string): Promise<ValuesGuide> {
  const budget = fullBudget()
  const isFolder = await orNoChart(inTime(path, () => stat(path)).then((found) => found.isDirectory()))
  const files = isFolder
    ? await readFolder(path, budget)
    : await readArchive(await orNoChart(readOrdinaryFile(path, { maxBytes: maxPacked, limitMs })), budget)
  return guideOf(await nestedCharts(files, budget))
}

async function orNoChart<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (reason) {
    if (reason instanceof AppFailure) throw reason
    return noChart(fileWords(reason), String(reason))
  }
}
