import type { App } from 'electron'
import { z } from 'zod'

/** What a second start hands over: the paths it was given, made absolute in its own folder. */
const handOver = z.object({ files: z.array(z.string().min(1).max(4096)).max(1_000) })

export interface SingleInstanceDeps {
  readonly app: Pick<App, 'requestSingleInstanceLock' | 'on'>
  /** The files of this start. */
  readonly files: readonly string[]
  /** Told in the first app when another start has come and gone: with the files that one was given. */
  readonly onSecondStart: (files: readonly string[]) => void
}

/**
 * One app for each user data folder: two would fight over its files. The files travel beside Chromium's copy of the
 * arguments, because Chromium sorts those and adds switches of its own.
 * @returns whether this start is the first; the second has handed its files over and is to end
 */
export function isFirstStart({ app, files, onSecondStart }: SingleInstanceDeps): boolean {
  if (!app.requestSingleInstanceLock({ files: [...files] })) return false
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = handOver.safeParse(data)
    onSecondStart(parsed.success ? parsed.data.files : [])
  })
  return true
}
