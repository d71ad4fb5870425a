import { join } from 'node:path'
import Store from 'electron-store'
import { z } from 'zod'
import { setAsideUnusable } from '../files/set-aside'

/** What the app remembers between runs. No secrets here: the file is readable text. */
const settingsSchema = z.object({
  /** A kubeconfig the person chose in place of KUBECONFIG and ~/.kube/config. */
  kubeconfig: z.string().max(4096).optional(),
  /** The context used last. */
  context: z.string().max(512).optional(),
  window: z
    .object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() })
    .partial({ x: true, y: true })
    .optional(),
})

/** A thousand times what it holds. */
const maxBytes = 1024 * 1024

export type SettingsData = z.infer<typeof settingsSchema>

export interface Settings {
  get(): SettingsData
  /** Merges; `undefined` forgets a key. */
  set(patch: { [K in keyof SettingsData]?: SettingsData[K] | undefined }): void
}

/** Opens the settings file in `folder`. A broken file counts as empty: it must not keep the app from starting. */
export function openSettings(folder: string): Settings {
  // The library reads it whole and at once.
  setAsideUnusable(join(folder, 'settings.json'), maxBytes)
  const store = new Store<Record<string, unknown>>({
    cwd: folder,
    name: 'settings',
    clearInvalidConfig: true,
    configFileMode: 0o600,
  })
  return {
    get: () => {
      const parsed = settingsSchema.safeParse(store.store)
      return parsed.success ? parsed.data : {}
    },
    set: (patch) => {
      for (const [key, value] of Object.entries(patch)) {
        if (value === undefined) store.delete(key)
        else store.set(key, value)
      }
    },
  }
}
