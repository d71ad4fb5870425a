import type { App } from 'electron'
import { z } from 'zod'
import { boundOpening, type Opening } from './opening'

/** What a second start hands over: the paths it was given, made absolute in its own folder, and how many there were. */
const handOver = z.object({
  files: z.array(z.string().min(1).max(4096)).max(1_000),
  total: z.int().min(0).max(10_000_000),
})

export interface SingleInstanceDeps {
  readonly app: Pick<App, 'requestSingleInstanceLock' | 'on'>
  /** The files of this start, bounded (opening.ts). */
  readonly opening: Opening
  /** Told in the first app when another start has come and gone: with the files that one was given. */
  readonly onSecondStart: (opening: Opening) => void
}

/**
 * One app for each user data folder: two would fight over its files. The files travel beside Chromium's copy of the
 * arguments, because Chromium sorts those and adds switches of its own.
 * @returns whether this start is the first; the second has handed its files over and is to end
 */
export function isFirstStart({ app, opening, onSecondStart }: SingleInstanceDeps): boolean {
  if (!app.requestSingleInstanceLock({ files: [...opening.files], total: opening.total })) return false
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = handOver.safeParse(data)
    // It may be another version than this one: what it sends is bounded here as well.
    onSecondStart(parsed.success ? boundOpening(parsed.data) : { files: [], total: 0 })
  })
  return true
}
