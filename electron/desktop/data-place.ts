import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { writeReason } from '@shared/disk-words'
import { appError, type AppError } from '@shared/errors'

/** Where the app has its data. */
export interface DataPlace {
  /** For what outlives the app: settings, journal, backups. May refuse to be written to. */
  readonly kept: string
  /** For what the app cannot run without: Chromium's own files and the runs of helm. It can be written to. */
  readonly working: string
  /** Why nothing is kept; null where it is. */
  readonly problem: AppError | null
}

/** The parts of the file system that are asked; replaced in specs. */
export interface PlaceSteps {
  /** @throws the system's error when nothing new can be made in the folder */
  readonly check: (folder: string) => void
  /** Makes an empty folder that is the owner's alone. @throws the system's error */
  readonly makeTemporary: () => string
  readonly exists: (folder: string) => boolean
}

/**
 * Chooses a place for the app's data. Without a folder that can be written to Chromium takes any start for a second one and
 * ends it without a word; so the app works in a temporary folder then, and says what it can't keep.
 * @throws the system's error when there is no temporary folder either
 */
export function findDataPlace(wanted: string, steps: PlaceSteps = realSteps): DataPlace {
  try {
    steps.check(wanted)
    return { kept: wanted, working: wanted, problem: null }
  } catch (reason) {
    const working = steps.makeTemporary()
    // A folder that was never made has nothing that could be read.
    const isThere = steps.exists(wanted)
    return { kept: isThere ? wanted : working, working, problem: nothingKept(wanted, reason, isThere) }
  }
}

const realSteps: PlaceSteps = {
  check: (folder) => {
    makeFolder(folder)
    rmdirSync(mkdtempSync(join(folder, '.check-')))
  },
  makeTemporary: () => mkdtempSync(join(tmpdir(), 'wheelhouse-')),
  exists: existsSync,
}

/** Node's own way to make a folder with those above it never ends where the system knows no new ones (/proc, automounts). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  mkdirSync(folder, { mode: 0o700 })
}

/** @param isThere whether what was kept before is still read from it, and so nothing new can be recorded */
function nothingKept(folder: string, reason: unknown, isThere: boolean): AppError {
  const { why, now } = writeReason(reason)
  const lost = isThere
    ? "Settings last until you quit, and releases can't be changed, because a change is recorded in the journal first."
    : 'Settings and the journal last until you quit; a change that is in progress then is not picked up again.'
  return appError('disk-failed', "Wheelhouse can't keep anything in its folder.", {
    cause: `${folder}: ${why} ${lost} ${now}, then start Wheelhouse again.`,
    detail: String(reason),
  })
}

/** For the case that the app cannot even start. */
export function noPlaceWords(wanted: string, reason: unknown): string {
  const { why, now } = writeReason(reason)
  return `Neither ${wanted} nor ${tmpdir()} can be written to. ${why} ${now}, then start Wheelhouse again.\n\n${String(reason)}`
}
