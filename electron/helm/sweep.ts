import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readOrdinaryFile } from '../files/read-ordinary'
import { isSameProcess } from './process'
import { pidFile, runPrefix } from './private-files'

/** A run without a pid is just being started, unless it is older than this. */
const startingMs = 60_000

/**
 * Deletes what runs of an app that was killed have left behind; folders of programs that still run stay.
 * Never rejects: what cannot be deleted now is tried again next time.
 * @param isWanted whether a run's output is still to be read, by the run's name
 */
export async function sweepRuns(root: string, isWanted: (name: string) => boolean = () => false): Promise<void> {
  const names = await readdir(root).catch(() => [])
  for (const name of names) {
    const dir = join(root, name)
    if (!name.startsWith(runPrefix) || isWanted(name.slice(runPrefix.length)) || (await isInUse(dir))) continue
    await rm(dir, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function isInUse(dir: string): Promise<boolean> {
  const written = await readOrdinaryFile(join(dir, pidFile), { maxBytes: 1_024 }).catch(() => '')
  const [pid, startTime] = written.toString('utf8').split(' ')
  if (startTime !== undefined) return isSameProcess(Number(pid), startTime === '' ? null : startTime)
  const made = await stat(dir).catch(() => null)
  return made !== null && Date.now() - made.mtimeMs < startingMs
}
