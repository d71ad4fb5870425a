import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Launch {
  /** As the process was started: program first. */
  readonly argv: readonly string[]
  /** What relative paths are relative to. */
  readonly cwd: string
  /** Whether Electron was given the app's folder as an argument, as in development. */
  readonly hasAppArgument: boolean
}

/**
 * The files a start of the app names: absolute paths, in their order, without doubles. Desktop entries give `file://`
 * addresses, terminals paths. Switches (ours, Chromium's, Electron's) are no files; after `--` everything is one.
 * Whether a file can be taken is said when it is read (values-files.ts).
 */
export function launchFiles({ argv, cwd, hasAppArgument }: Launch): string[] {
  const names = positionals(argv.slice(1)).slice(hasAppArgument ? 1 : 0)
  // No file has a zero byte in its name.
  return [...new Set(names.flatMap((name) => pathOf(name, cwd)))].filter((path) => !path.includes('\0'))
}

function positionals(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  const after = end < 0 ? [] : args.slice(end + 1)
  // Electron's -r is the one switch whose value is an argument of its own.
  const takesNext = (arg: string | undefined): boolean => arg === '-r' || arg === '--require'
  const named = before.filter((arg, index) => arg !== '' && !arg.startsWith('-') && !takesNext(before[index - 1]))
  return [...named, ...after]
}

function pathOf(name: string, cwd: string): string[] {
  if (name === '') return []
  if (!/^file:/i.test(name)) return [resolve(cwd, name)]
  try {
    return [fileURLToPath(name)]
  } catch {
    // A file on another computer, or no address at all.
    return []
  }
}
