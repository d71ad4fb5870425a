import { join } from 'node:path'
import Store from 'electron-store'
import { z } from 'zod'
import { writeReason } from '@shared/disk-words'
import { appError, type AppError } from '@shared/errors'
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
type Patch = { [K in keyof SettingsData]?: SettingsData[K] | undefined }

export interface Settings {
  get(): SettingsData
  /** Merges; `undefined` forgets a key. Holds until the app ends in any case, and longer where it can be written. */
  set(patch: Patch): void
}

/** A file of settings. */
export interface SettingsFile {
  /** @throws the system's error */
  read(): Record<string, unknown>
  /** Replaces it as a whole, or not at all. @throws the system's error */
  write(data: Record<string, unknown>): void
}

/** Opens the settings file in `folder`, for the owner alone. */
export function settingsFile(folder: string): SettingsFile {
  let store: Store | undefined
  // Where there is no folder, opening makes one, which may fail like any other write.
  const open = (): Store => {
    // The library reads it whole and at once.
    if (store === undefined) setAsideUnusable(join(folder, 'settings.json'), maxBytes)
    store ??= new Store({ cwd: folder, name: 'settings', clearInvalidConfig: true, configFileMode: 0o600 })
    return store
  }
  return {
    read: () => open().store,
    write: (data) => {
      open().store = data
    },
  }
}

/**
 * The settings, read once. A file that is broken or can't be read counts as empty: it must not keep the app from starting.
 * @param onProblem told why what was set won't last, and null once it will
 */
export function openSettings(file: SettingsFile, onProblem: (problem: AppError | null) => void): Settings {
  let data = readFrom(file)
  let isLasting = true
  const unsaved = new Map<string, unknown>()
  return {
    get: () => data,
    set: (patch) => {
      for (const [key, value] of Object.entries(patch)) unsaved.set(key, value)
      data = settingsSchema.parse({ ...data, ...patch })
      try {
        const all = Object.entries({ ...file.read(), ...Object.fromEntries(unsaved) })
        file.write(Object.fromEntries(all.filter(([, value]) => value !== undefined)))
        unsaved.clear()
        if (!isLasting) onProblem(null)
        isLasting = true
      } catch (reason) {
        isLasting = false
        onProblem(notKept(reason))
      }
    },
  }
}

function readFrom(file: SettingsFile): SettingsData {
  try {
    return settingsSchema.safeParse(file.read()).data ?? {}
  } catch {
    return {}
  }
}

function notKept(reason: unknown): AppError {
  const { why, now } = writeReason(reason)
  return appError('disk-failed', "Your settings can't be saved.", {
    cause: `${why} What you chose holds until you quit; after that, Wheelhouse starts as before. ${now}.`,
    detail: String(reason),
  })
}
