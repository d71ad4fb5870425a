import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { delimiter, isAbsolute } from 'node:path'
import { endWithApp, signalGroup } from '../processes/end-with-app'

export interface LoginShellDeps {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether the app was started in a terminal: its PATH is the person's already. */
  readonly hasTerminal: boolean
  readonly timeoutMs?: number
}

const defaultTimeoutMs = 3_000
/** For what the pipe still holds when the shell has ended. */
const drainMs = 20
const maxOutputBytes = 256 * 1024

/**
 * The PATH that the person has in a terminal. Desktop environments start apps with a short one, which lacks helm and
 * the plugins that give credentials.
 * @returns the login shell's folders, then those of `env.PATH` that it lacks; `env.PATH` itself on Windows, in a terminal,
 *   or when the shell does not say within the time limit. Never rejects.
 */
export async function loginShellPath({ platform, env, hasTerminal, timeoutMs }: LoginShellDeps): Promise<string> {
  const own = env['PATH'] ?? ''
  const shell = env['SHELL'] ?? ''
  if (platform === 'win32' || hasTerminal || !isAbsolute(shell)) return own
  return mergePaths(await askShell(shell, env, timeoutMs ?? defaultTimeoutMs), own)
}

/** Each absolute folder once, the first list's first. */
export function mergePaths(first: string, second: string): string {
  const folders = [...first.split(delimiter), ...second.split(delimiter)].filter((folder) => isAbsolute(folder))
  return [...new Set(folders)].join(delimiter)
}

/** PATH as the shell prints it between marks, since start-up files print what they like; '' when it does not. */
function askShell(shell: string, env: LoginShellDeps['env'], timeoutMs: number): Promise<string> {
  const mark = `wheelhouse-${randomUUID()}`
  // printenv is a program, so that this reads the same in bash, zsh and fish.
  const script = `printf '%s' '${mark}'; printenv PATH; printf '%s' '${mark}'`
  return new Promise((resolve) => {
    // A session of its own: an interactive shell would otherwise take the terminal, and its children outlive it.
    const child = spawn(shell, ['-ilc', script], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
    endWithApp(child, 'exit')
    let output = ''
    const finish = (): void => {
      clearTimeout(timer)
      const [, path = '', end] = output.split(mark)
      resolve(end === undefined ? '' : path.trim())
    }
    const giveUp = (): void => {
      signalGroup(child, 'SIGKILL')
      child.stdout.destroy()
      finish()
    }
    const timer = setTimeout(giveUp, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.length > maxOutputBytes) giveUp()
    })
    child.once('error', finish)
    // Not 'close': what a start-up file left in the background may hold the pipe open.
    child.once('exit', () => {
      setTimeout(finish, drainMs)
    })
  })
}
