import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { FileFault } from '../files/file-fault'
import { inTime } from '../files/in-time'

export interface WatchOptions {
  /** One save may be several events: wait for quiet. Milliseconds. */
  readonly debounceMs?: number
  /** How often the files are looked at where the system tells nothing: network file systems, links, new folders. */
  readonly pollMs?: number
  /** What the files were (`fileStamp`) when they were read; what the first look finds, by default. */
  readonly known?: string
}

/**
 * Calls back when one of the files changes, appears, disappears or is replaced by a rename. The folders are watched,
 * not the files, because a watch on a file is lost when it is replaced.
 * @param paths absolute paths; need not exist
 * @returns stops the watch
 */
export function watchFiles(paths: readonly string[], onChange: () => void, options: WatchOptions = {}): () => void {
  const { debounceMs = 100, pollMs = 2_000 } = options
  let stopped = false
  let known: string | null = options.known ?? null
  let debounce: NodeJS.Timeout | undefined

  const look = async (): Promise<void> => {
    const stamp = await fileStamp(paths)
    if (stopped) return
    const changed = known !== null && stamp !== known
    known = stamp
    if (changed) onChange()
  }
  const lookSoon = (): void => {
    clearTimeout(debounce)
    debounce = setTimeout(() => void look(), debounceMs)
  }
  const watchers: FSWatcher[] = []
  for (const [folder, names] of byFolder(paths)) {
    void isThere(folder).then((there) => {
      const watcher = there && !stopped ? watchFolder(folder, names, lookSoon) : undefined
      if (watcher === undefined) return
      watchers.push(watcher)
      // What changed before it was watched.
      void look()
    })
  }
  const poll = setInterval(() => void look(), pollMs)
  poll.unref()
  void look()

  return () => {
    stopped = true
    clearTimeout(debounce)
    clearInterval(poll)
    for (const watcher of watchers) watcher.close()
  }
}

/** What tells one state of some files from another without reading them: links followed, absent files included. */
export async function fileStamp(paths: readonly string[]): Promise<string> {
  return (await Promise.all(paths.map(stampOf))).join('\n')
}

/** When a single file that is there was changed, by its stamp, in milliseconds since 1970; else null. */
export function stampTime(stamp: string): number | null {
  const found = / (\d+)$/.exec(stamp)
  return found === null ? null : Number(found[1]) / 1_000_000
}

/** Looks that wait for their turn: whoever asks meanwhile shares them. One that has begun may have seen what was before. */
const waiting = new Map<string, Promise<string>>()

function stampOf(path: string): Promise<string> {
  const known = waiting.get(path)
  if (known !== undefined) return known
  const progress = { hasBegun: false }
  const forget = (): void => {
    progress.hasBegun = true
    waiting.delete(path)
  }
  const look = inTime(path, () => {
    forget()
    return stat(path, { bigint: true })
  }).then(
    ({ mtimeNs, ctimeNs, size, ino }) => `${path}:${mtimeNs} ${size} ${ino} ${ctimeNs}`,
    (thrown: unknown) => {
      forget()
      return `${path}:${thrown instanceof FileFault ? thrown.kind : 'absent'}`
    },
  )
  if (!progress.hasBegun) waiting.set(path, look)
  return look
}

/** To watch a folder on a drive that does not answer would hold up the main process. */
function isThere(folder: string): Promise<boolean> {
  return inTime(`${folder}/.`, () => stat(folder)).then(
    () => true,
    () => false,
  )
}

function byFolder(paths: readonly string[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  for (const path of paths) {
    const folder = dirname(path)
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)))
  }
  return names
}

function watchFolder(folder: string, wanted: ReadonlySet<string>, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || wanted.has(name)) onEvent()
    })
    // A watch may die with its folder; the poll goes on.
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
