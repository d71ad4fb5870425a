import type { App } from 'electron'
import { z } from 'zod'
import { asciiJson, boundOpening, type Opening } from './opening'

/** What a second start hands over: the paths it was given, made absolute in its own folder, and how many there were. */
const openingShape = z.object({
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
 * arguments, because Chromium sorts those and adds switches of its own; as one text of ASCII, because Electron loses other data
 * now and then (measured: lists of nine and of ten, whose length reads as a white space).
 * @returns whether this start is the first; the second has handed its files over and is to end
 */
export function isFirstStart({ app, opening, onSecondStart }: SingleInstanceDeps): boolean {
  if (!app.requestSingleInstanceLock({ opening: asciiJson(opening) })) return false
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    onSecondStart(readOpening(data))
  })
  return true
}

/** It may come from another version than this one: so it is bounded here as well. */
function readOpening(data: unknown): Opening {
  try {
    const { opening } = z.object({ opening: z.string().max(64 * 1024) }).parse(data)
    return boundOpening(openingShape.parse(JSON.parse(opening)))
  } catch {
    return { files: [], total: 0 }
  }
}
