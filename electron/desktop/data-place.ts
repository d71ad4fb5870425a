import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    return { kept: wanted, working: steps.makeTemporary(), problem: nothingKept(wanted, reason) }
  }
}

const realSteps: PlaceSteps = {
  check: (folder) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    rmdirSync(mkdtempSync(join(folder, '.check-')))
  },
  makeTemporary: () => mkdtempSync(join(tmpdir(), 'wheelhouse-')),
}

function nothingKept(folder: string, reason: unknown): AppError {
  const { why, now } = writeReason(reason)
  return appError('disk-failed', "Wheelhouse can't keep anything in its folder.", {
    cause:
      `${folder}: ${why} Settings last until you quit, and releases can't be changed, because a change is recorded in the ` +
      `journal first. ${now}, then start Wheelhouse again.`,
    detail: String(reason),
  })
}

/** For the case that the app cannot even start. */
export function noPlaceWords(wanted: string, reason: unknown): string {
  const { why, now } = writeReason(reason)
  return `Neither ${wanted} nor ${tmpdir()} can be written to. ${why} ${now}, then start Wheelhouse again.\n\n${String(reason)}`
}
