import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure } from '@shared/errors'
import { FileFault } from '../../files/file-fault'
import { inTime } from '../../files/in-time'
import { readOrdinaryFile } from '../../files/read-ordinary'
import {
  maxFileBytes,
  mayTellMore,
  noChart,
  notSafe,
  spend,
  tellsOfValues,
  type Budget,
  type ChartFiles,
} from './chart-files'

/** Deeper than any chart; helm has no limit. */
const maxDepth = 40

/**
 * Reads a chart's folder. Links in it are not followed: they may lead anywhere on this computer.
 * @throws AppFailure `chart-invalid`
 */
export async function readFolder(root: string, budget: Budget): Promise<ChartFiles> {
  const files = new Map<string, Buffer>()
  const links: string[] = []
  const visit = async (path: string, depth: number): Promise<void> => {
    if (depth > maxDepth) notSafe('Its folders are nested too deeply.')
    const folder = join(root, path)
    for (const entry of await inTime(join(folder, '.'), () => readdir(folder, { withFileTypes: true }))) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`
      if (!tellsOfValues(inner) && !mayTellMore(inner)) continue
      spend(budget, { entries: 1 })
      if (entry.isSymbolicLink()) links.push(inner)
      else if (entry.isDirectory()) await visit(inner, depth + 1)
      else if (entry.isFile() && tellsOfValues(inner)) files.set(inner, await readFile(join(root, inner), budget))
    }
  }
  try {
    await visit('', 0)
  } catch (reason) {
    if (reason instanceof AppFailure) throw reason
    noChart(
      reason instanceof FileFault ? reason.message : "One of its files can't be read; the details name it.",
      String(reason),
    )
  }
  return { files, links }
}

async function readFile(path: string, budget: Budget): Promise<Buffer> {
  const content = await readOrdinaryFile(path, { maxBytes: maxFileBytes })
  spend(budget, { bytes: content.length })
  return content
}
