import { maxOpenedFiles } from '@shared/model/file'
import { launchFiles, type Launch } from './launch-files'

/** The files that a start asks the app to open. */
export interface Opening {
  /** Those of them that are opened, as absolute paths. */
  readonly files: readonly string[]
  /** How many were named: of the others the window tells. */
  readonly total: number
}

/**
 * A second start sends its arguments, its folder and what we add in one message, for which Chromium has 32 KiB. A longer one is
 * never answered, and a start that gets no answer ends the app that owes it. So either part is bounded. Bytes.
 */
export const maxArgumentBytes = 10 * 1024
const maxHandedBytes = 10 * 1024
/** No system takes a longer path. */
const maxPathBytes = 4096
const maxSwitchBytes = 512

const totalSwitch = '--files-named='

/** What this start is to open. */
export function openingOf(launch: Launch): Opening {
  const files = launchFiles(launch)
  // Said by a start that had too many and began anew with fewer (shorterStart).
  const said = launch.argv.find((arg) => arg.startsWith(totalSwitch))?.slice(totalSwitch.length) ?? ''
  return boundOpening({ files, total: /^\d{1,7}$/.test(said) ? Number(said) : 0 })
}

/** As many of the files as are opened at once and can be handed over. */
export function boundOpening({ files, total }: Opening): Opening {
  const fitting = firstThatFit(files, maxHandedBytes, maxPathBytes, (path) => asciiJson(path).length + 1)
  return { files: fitting.slice(0, maxOpenedFiles), total: Math.max(files.length, total) }
}

/**
 * The arguments to begin anew with, after the program's name, when this start has more than can be handed over: its
 * switches, its first files, and how many there were.
 * @returns null when they fit as they are
 */
export function shorterStart(launch: Launch): string[] | null {
  const { argv, hasAppArgument } = launch
  if (bytesOf(argv) <= maxArgumentBytes) return null
  const { files, total } = openingOf(launch)
  const end = argv.indexOf('--')
  const given = argv.slice(1, end < 0 ? undefined : end)
  const app = hasAppArgument ? given.filter((arg) => !arg.startsWith('-')).slice(0, 1) : []
  const fixed = [...app, `${totalSwitch}${total}`, '--']
  const left = maxArgumentBytes - bytesOf([...argv.slice(0, 1), ...fixed])
  const switches = firstThatFit(
    given.filter((arg) => arg.startsWith('-') && !arg.startsWith(totalSwitch)),
    Math.min(left, maxArgumentBytes / 4),
    maxSwitchBytes,
    costOf,
  )
  const kept = firstThatFit(files, left - bytesOf(switches), maxPathBytes, costOf)
  return [...app, ...switches, `${totalSwitch}${total}`, '--', ...kept]
}

function firstThatFit(
  texts: readonly string[],
  maxBytes: number,
  maxEach: number,
  cost: (text: string) => number,
): string[] {
  let left = maxBytes
  return texts.filter((text) => {
    if (Buffer.byteLength(text) > maxEach || cost(text) > left) return false
    left -= cost(text)
    return true
  })
}

const bytesOf = (args: readonly string[]): number => args.reduce((sum, arg) => sum + costOf(arg), 0)

/** An argument with the zero byte behind it. */
function costOf(arg: string): number {
  return Buffer.byteLength(arg) + 1
}

/** JSON in which every character is one byte. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
