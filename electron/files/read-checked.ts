import type { Stats } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Reads a file whole, unless `check` throws what speaks against it: what is checked is the very file that is read.
 * @throws the system's error, or what `check` throws
 */
export async function readChecked(path: string, check: (found: Stats) => void): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    check(await file.stat())
    return await file.readFile()
  } finally {
    await file.close()
  }
}
