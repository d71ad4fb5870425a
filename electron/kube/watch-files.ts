import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

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
  const watchers = watchFolders(paths, lookSoon)
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
  const stamps = await Promise.all(
    paths.map(async (path) => {
      try {
        const { mtimeMs, size, ino } = await stat(path)
        return `${path}:${mtimeMs}:${size}:${ino}`
      } catch {
        return `${path}:absent`
      }
    }),
  )
  return stamps.join('\n')
}

function watchFolders(paths: readonly string[], onEvent: () => void): FSWatcher[] {
  const names = new Map<string, Set<string>>()
  for (const path of paths) {
    const folder = dirname(path)
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)))
  }
  return [...names].flatMap(([folder, wanted]) => watchFolder(folder, wanted, onEvent) ?? [])
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
