import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'

const setUpSchema = z.object({ helm: z.string().max(4096).refine(isAbsolute) })

/**
 * The folder of the helm that the set-up brought, from the note it leaves beside the built app (out/set-up.json).
 * A note and not the cache folder's path, because XDG variables may direct the app elsewhere than the set-up.
 * @returns null when there is no note
 */
export async function setUpHelmFolder(appDir: string): Promise<string | null> {
  try {
    return dirname(setUpSchema.parse(JSON.parse(await readFile(join(appDir, 'out', 'set-up.json'), 'utf8'))).helm)
  } catch {
    return null
  }
}
