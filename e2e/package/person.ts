import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, lchownSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Somebody without rights over the machine, who starts the app. */
export interface Person {
  readonly uid: number
  readonly gid: number
  /** Made for these tests, to be removed after them; null when the tests' own user is ordinary. */
  readonly account: string | null
}

/** The user who runs the tests, or, as that is root, a new one. */
export function makePerson(): Person {
  const uid = process.getuid?.() ?? -1
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, account: null }
  const account = `wheelhouse-test-${process.pid}`
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', account])
  const [, , id, group] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${account}:`))
      ?.split(':') ?? []
  return { uid: Number(id), gid: Number(group), account }
}

export function removePerson({ account }: Person): void {
  if (account !== null) execFileSync('userdel', [account])
}

/** An empty home folder that is theirs alone. */
export function makeHome(person: Person, home: string): void {
  mkdirSync(home, { mode: 0o700 })
  chownSync(home, person.uid, person.gid)
}

/** Gives them a copy of a file. */
export function give(person: Person, from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
  own(person, dirname(to))
}

/** Their environment: nothing of the tests' own. */
export function environmentOf(home: string, display?: string): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
    ...(display === undefined ? {} : { DISPLAY: display }),
    // A bus that is nobody's: asking the tests' own one would be refused.
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  }
}

/** Runs a program as them to its end; throws with its words when it fails. */
export function runAs({ uid, gid }: Person, home: string, file: string, args: readonly string[]): string {
  const options = { uid, gid, cwd: home, env: environmentOf(home), encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr, error } = spawnSync(file, args, options)
  if (status !== 0) throw error ?? new Error(`${file} ${args.join(' ')} failed: ${stderr}`)
  return stdout
}

/** The command lines of what runs under their number; a process that has ended has none, though it may wait to be reaped. */
export function processesOf({ uid }: Person): string[] {
  const lines = readdirSync('/proc').flatMap((pid) => {
    try {
      const [, owner] = /^Uid:\s+(\d+)/m.exec(readFileSync(join('/proc', pid, 'status'), 'utf8')) ?? []
      return Number(owner) === uid
        ? [
            readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
              .replaceAll('\0', ' ')
              .trim(),
          ]
        : []
    } catch {
      // No process, or one that has just ended.
      return []
    }
  })
  return lines.filter((line) => line !== '')
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

function own({ uid, gid }: Person, folder: string): void {
  lchownSync(folder, uid, gid)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), uid, gid)
  }
}
