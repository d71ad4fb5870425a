import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withoutDebug } from '../../helm/debug-lines'
import type { Output } from '../../helm/private-run'
import { runFolder } from '../../helm/private-files'

/** As much of the end of each stream is read. Bytes. */
const maxBytes = 64 * 1024

/** What a helm has written whose app has ended before it; '' where nothing is left. */
export async function readLeftRun(root: string, id: string): Promise<Output> {
  const dir = runFolder(root, id)
  const [stdout, stderr] = await Promise.all([endOf(join(dir, 'stdout')), endOf(join(dir, 'stderr'))])
  return withoutDebug({ stdout, stderr })
}

async function endOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(Math.min(size, maxBytes))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return ''
  }
}

/** Deletes what it has left. Never rejects: what cannot be deleted now is swept later (helm/sweep.ts). */
export async function removeLeftRun(root: string, id: string): Promise<void> {
  await rm(runFolder(root, id), { recursive: true, force: true }).catch(() => undefined)
}
