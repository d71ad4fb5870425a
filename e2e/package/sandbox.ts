import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Person } from './person'

/** Which of Chromium's two outer walls stands around a process; the inner one is a filter of system calls (seccomp). */
export type Sandbox = 'user namespaces' | 'setuid helper' | 'none'

/** The wall that this machine lets an ordinary user's app have. */
export function possibleSandbox({ uid, gid }: Person, executable: string): Sandbox {
  const options = { uid, gid, encoding: 'utf8', timeout: 10_000 } as const
  if (spawnSync('unshare', ['--user', 'true'], options).status === 0) return 'user namespaces'
  const { stderr } = spawnSync(join(dirname(executable), 'chrome-sandbox'), ['/bin/true'], options)
  return stderr.includes('Failed to move to new namespace') ? 'none' : 'setuid helper'
}

/** The wall around the window's process, and whether its system calls are filtered, as the kernel tells it. */
export function sandboxOfWindow(appPid: number): { readonly wall: Sandbox; readonly filtered: boolean } {
  const renderer = descendants(appPid).find((pid) => commandLine(pid).includes('--type=renderer'))
  if (renderer === undefined) throw new Error('the app has no window process')
  const differs = (kind: 'user' | 'pid'): boolean => namespace(renderer, kind) !== namespace(appPid, kind)
  const wall = differs('user') ? 'user namespaces' : differs('pid') ? 'setuid helper' : 'none'
  return { wall, filtered: /^Seccomp:\s+2$/m.test(status(renderer)) }
}

/** A process and all below it. */
function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(/^PPid:\s+(\d+)$/m.exec(status(Number(name)))?.[1])] as const)
  const below = (parent: number): number[] =>
    parents.filter(([, above]) => above === parent).flatMap(([child]) => [child, ...below(child)])
  return [pid, ...below(pid)]
}

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function namespace(pid: number, kind: 'user' | 'pid'): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`)
}
