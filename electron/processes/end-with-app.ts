import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

/*
 * Programs that the app runs for itself: credential plugins, the login shell. They end with it, whatever they think of being
 * asked to. helm is none of them: a change goes on without the app (helm/process.ts).
 */

const running = new Map<ChildProcess, Promise<unknown>>()

/**
 * Has a program end with the app, together with what it started: it has to lead a group of its own (`detached`), but on
 * Windows, where there are none.
 * @param ended its end; it may be that of its streams, which what it started holds open
 */
export function endWithApp(child: ChildProcess, ended: 'exit' | 'close'): void {
  if (child.pid === undefined) return
  const end = new Promise<void>((resolve) => {
    child.once(ended, () => {
      running.delete(child)
      resolve()
    })
  })
  running.set(child, end)
}

/**
 * At the app's end: asks what still runs to end, and kills what has not after `graceMs`.
 * @returns resolves when all have ended or were killed; null when nothing runs. Never rejects.
 */
export function endPrograms(graceMs: number): Promise<void> | null {
  if (running.size === 0) return null
  for (const child of running.keys()) signalGroup(child, 'SIGTERM')
  const given = new AbortController()
  const grace = delay(graceMs, undefined, { signal: given.signal }).catch(() => undefined)
  return Promise.race([Promise.all(running.values()), grace]).then(() => {
    given.abort()
    for (const child of running.keys()) signalGroup(child, 'SIGKILL')
  })
}

/** Signals a program and what it started. Does nothing when they have ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}
