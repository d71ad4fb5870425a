import { rename, rm, writeFile } from 'node:fs/promises'

/**
 * Writes a file for the owner alone, piece by piece. It is replaced whole: a write that fails half way leaves the old one.
 * @throws what `pieces` throws, or the system's error
 */
export async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = `${path}.part`
  try {
    await writeFile(part, pieces, { mode: 0o600 })
    await rename(part, path)
  } catch (reason) {
    await rm(part, { force: true })
    throw reason
  }
}
