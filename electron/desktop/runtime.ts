import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** Written by the set-up beside the Electron it unpacked (tools/setup). */
const runtimeSchema = z.object({ supported: z.boolean(), warning: z.string().max(1000).optional() })

/**
 * The warning to show when the Electron that runs us is not one to be relied on; null for a supported one, and for one
 * that the set-up did not bring (a package, the person's own).
 */
export async function runtimeWarning(executable: string): Promise<string | null> {
  try {
    const text = await readFile(join(dirname(executable), 'wheelhouse-runtime.json'), 'utf8')
    const runtime = runtimeSchema.parse(JSON.parse(text))
    return runtime.supported ? null : (runtime.warning ?? 'This Electron runtime is not supported.')
  } catch {
    return null
  }
}
