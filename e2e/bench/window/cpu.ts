import { readdirSync, readFileSync } from 'node:fs'

interface ProcessTime {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** Clock ticks in user and kernel mode. */
  readonly ticks: number
}

/** Linux counts in hundredths of a second, whatever the machine (USER_HZ). */
const ticksPerSecond = 100

/** CPU time of a process and all that it started, in seconds by process; null where there is no /proc. */
export function cpuSeconds(root: number): ReadonlyMap<string, number> | null {
  const family = familyOf(root)
  return family && new Map(family.map(({ pid, name, ticks }) => [`${name} ${pid}`, ticks / ticksPerSecond]))
}

/** A process and all that it started; null where there is no /proc. */
function familyOf(root: number): ProcessTime[] | null {
  const all = listProcesses()
  if (all === null) return null
  const family = new Set([root])
  // A child may stand before its parent in the list: as often as there are new ones.
  for (let before = 0; before !== family.size;) {
    before = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid }) => family.has(pid))
}

/**
 * What a process and all that it started hold in memory, in bytes: pages that several share are counted once, in parts
 * (proc(5), smaps_rollup). Null where the system does not tell.
 */
export function memoryOf(root: number): number | null {
  try {
    const family = familyOf(root) ?? []
    const parts = family.map(
      ({ pid }) => /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1],
    )
    return parts.reduce((sum, part) => sum + Number(part ?? 0) * 1_024, 0)
  } catch {
    return null
  }
}

/**
 * How long a process's main thread has wanted to run and got no processor, in milliseconds (proc(5), schedstat): what a busy
 * machine adds to every stall. Null where the system does not tell.
 */
export function waitedForProcessor(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return null
  }
}

function listProcesses(): ProcessTime[] | null {
  try {
    const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
    return pids.flatMap((pid) => processTime(Number(pid)) ?? [])
  } catch {
    return null
  }
}

function processTime(pid: number): ProcessTime | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in parentheses and may hold anything; proc(5): then state, ppid, … utime and stime are 14 and 15.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { pid, parent: Number(fields[1]), name: kindOf(pid), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null // it ended between the two reads
  }
}

/** What Chromium says on its command line a process is for. */
function kindOf(pid: number): string {
  const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  return /--utility-sub-type=[\w.]*?(\w+Service)/.exec(args)?.[1] ?? /--type=([\w-]+)/.exec(args)?.[1] ?? 'main'
}
