import { writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

const { PRIORITY_BELOW_NORMAL } = constants.priority

/**
 * Lets a program that works hard give way to the window. Never throws: it is a courtesy.
 * Linux may share the processors among sessions first (sched(7), autogroup): twenty helms, each in a session of its own, then
 * leave the window a twentieth, whatever their own priority; the session's is set beside it.
 */
export function giveWay(pid: number): void {
  attempt(() => setPriority(pid, PRIORITY_BELOW_NORMAL))
  if (process.platform === 'linux') {
    attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(PRIORITY_BELOW_NORMAL)))
  }
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // It has ended, or this system does not do it.
  }
}
