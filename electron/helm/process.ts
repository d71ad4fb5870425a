import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnHere, type ProcessEnd, type ProcessSpec, type Spawn } from './spawn'

/** A program that runs. pid and start time together name it for good; a pid alone may be given away again. */
export interface RunningProcess {
  readonly pid: number
  /** Linux: field 22 of /proc/PID/stat (clock ticks since boot); elsewhere null. */
  readonly startTime: string | null
  /** Never rejects. */
  readonly exited: Promise<ProcessEnd>
  /** SIGTERM, the first time only: helm ignores a second one, and it can only do harm. Nothing on Windows. */
  askToStop(): void
  /** SIGKILL to the program and what it started (exec plugins). */
  kill(): void
  /** The same to what it started, once it has ended itself: a plugin needs not end with the helm that ran it. */
  killRest(): void
}

/**
 * Starts a program that goes on when the app ends.
 * @param spawn how; from this thread by default
 * @throws the system's error when it cannot be started
 */
export async function startProcess(spec: ProcessSpec, spawn: Spawn = spawnHere): Promise<RunningProcess> {
  const child = await spawn(spec)
  const { pid } = child
  let running = true
  const exited = child.exited.then((end) => {
    running = false
    return end
  })
  let asked = false
  return {
    pid,
    startTime: await startTimeOf(pid),
    exited,
    askToStop: () => {
      // On Windows every signal is a hard kill, which leaves a release pending.
      if (running && !asked && process.platform !== 'win32') child.kill('SIGTERM')
      asked = true
    },
    kill: () => {
      if (running) killGroup(pid, () => child.kill('SIGKILL'))
    },
    killRest: () => {
      // While anything of the group runs no other process gets its number.
      if (!running) killGroup(pid, () => undefined)
    },
  }
}

/** How often a program that is not our child is looked at. Milliseconds. */
const lookMs = 250

/**
 * A program that an app started which has ended since: its end can be seen, its exit code cannot.
 * @param signal ends the looking; `exited` then resolves too
 */
export function adoptProcess(pid: number, startTime: string | null, signal: AbortSignal): RunningProcess {
  const isAlive = (): Promise<boolean> => isSameProcess(pid, startTime)
  const watch = async (): Promise<ProcessEnd> => {
    while (!signal.aborted && (await isAlive())) await sleep(lookMs, undefined, { signal }).catch(() => undefined)
    return { code: null, signal: null }
  }
  const send = async (act: () => void): Promise<void> => {
    if (!(await isAlive())) return
    try {
      act()
    } catch {
      // It has ended in between.
    }
  }
  let asked = false
  return {
    pid,
    startTime,
    exited: watch(),
    askToStop: () => {
      if (!asked && process.platform !== 'win32') void send(() => process.kill(pid, 'SIGTERM'))
      asked = true
    },
    kill: () => void send(() => killGroup(pid, () => process.kill(pid, 'SIGKILL'))),
    // Only changes are adopted, and what a change has started is left alone.
    killRest: () => undefined,
  }
}

function killGroup(pid: number, killOne: () => void): void {
  try {
    // Windows has no groups: a negative pid throws there.
    process.kill(-pid, 'SIGKILL')
  } catch {
    killOne()
  }
}

/**
 * Whether the process that had this pid and start time still runs. A zombie, which still answers signals, does not.
 * @param startTime null where the system tells none: then only the pid counts
 */
export async function isSameProcess(pid: number, startTime: string | null): Promise<boolean> {
  if (process.platform === 'linux') {
    const fields = await statFields(pid)
    return fields[stateField] !== 'Z' && fields[startField] !== undefined && fields[startField] === startTime
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** When a process started, as text to compare; null where the system does not tell (all but Linux). */
export async function startTimeOf(pid: number): Promise<string | null> {
  return (await statFields(pid))[startField] ?? null
}

const stateField = 0
const startField = 19

/** Fields 3 and on of /proc/PID/stat. The name before them stands in brackets and may hold anything, brackets too. */
async function statFields(pid: number): Promise<string[]> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
