import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AppFailure, appError, toAppError } from '@shared/errors'
import type { DemoState } from '@shared/model/app'
import { parseDemoLine, type DemoLine } from './demo-lines'

/** The demo's cluster. `helmHome` is a set of environment variables that give helm a home of its own. */
export interface DemoReady {
  readonly kubeconfig: string
  readonly context: string
  readonly helmHome: Readonly<Record<string, string>>
}

export interface DemoDeps {
  /** The project's folder. */
  readonly appDir: string
  /** WHEELHOUSE_NODE names the Node to use, else the one in PATH: Electron itself cannot run scripts once packaged. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
  readonly onChange: (state: DemoState) => void
  readonly timeoutMs?: number
}

export interface Demo {
  readonly state: () => DemoState
  /**
   * Brings the demo's control plane up, which may take minutes the first time. Callers share one start.
   * @throws AppFailure `demo-unavailable`
   */
  readonly start: () => Promise<DemoReady>
  /** Ends a start under way. The control plane itself stays up until `npm run cluster -- down`. */
  readonly dispose: () => void
}

/** The first start compiles a control plane. */
const defaultTimeoutMs = 15 * 60_000
const maxLine = 64 * 1024
const maxErrorText = 8 * 1024

/** The demo, started as a process of its own from the project's tools. */
export function createDemo(deps: DemoDeps): Demo {
  let state = initialState(deps)
  let child: ChildProcess | undefined
  let starting: Promise<DemoReady> | undefined

  const change = (next: DemoState): void => {
    state = next
    deps.onChange(next)
  }
  const start = async (): Promise<DemoReady> => {
    change({ state: 'starting', step: 'Starting the demo', done: 0, total: 0 })
    try {
      child = spawnDemo(deps)
      const ready = await follow(child, deps.timeoutMs ?? defaultTimeoutMs, (line) =>
        change({ state: 'starting', step: line.step, done: line.done, total: line.total }),
      )
      change({ state: 'running' })
      return ready
    } catch (error) {
      change(initialState(deps))
      throw error instanceof AppFailure ? error : new AppFailure(unavailable(toAppError(error).cause), { cause: error })
    } finally {
      starting = undefined
      child = undefined
    }
  }
  return {
    state: () => state,
    start: () => {
      const initial = initialState(deps)
      if (initial.state === 'unavailable') return Promise.reject(new AppFailure(unavailable(initial.reason)))
      starting ??= start()
      return starting
    },
    dispose: () => end(child),
  }
}

function initialState({ appDir, platform = process.platform }: DemoDeps): DemoState {
  if (platform === 'win32') return { state: 'unavailable', reason: 'The demo cluster runs on Linux and macOS only.' }
  if (existsSync(join(appDir, 'tools', 'demo.mjs'))) return { state: 'stopped' }
  return {
    state: 'unavailable',
    reason: 'The demo cluster is part of the source code: get it and run "npm start -- --demo" in its folder.',
  }
}

function unavailable(cause: string, detail = cause): ReturnType<typeof appError> {
  return appError('demo-unavailable', "The demo couldn't be started.", { cause, detail, actions: ['start-demo'] })
}

function spawnDemo({ appDir, env }: DemoDeps): ChildProcess {
  return spawn(env['WHEELHOUSE_NODE'] ?? 'node', [join('tools', 'demo.mjs'), '--json'], {
    cwd: appDir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that an interrupted start ends with all it began.
    detached: true,
  })
}

type Progress = Extract<DemoLine, { type: 'progress' }>

/** Reads the lines until the demo is ready, says why it is not, ends, or takes too long. */
function follow(child: ChildProcess, timeoutMs: number, onProgress: (line: Progress) => void): Promise<DemoReady> {
  return new Promise((resolve, reject) => {
    let errors = ''
    let settled = false
    const settle = (finish: () => void): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      finish()
    }
    const refuse = (cause: string): void => settle(() => reject(new AppFailure(unavailable(cause, errors || cause))))
    const timer = setTimeout(() => {
      refuse(`It was not ready within ${Math.round(timeoutMs / 60_000)} minutes.`)
      end(child)
    }, timeoutMs)
    child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-maxErrorText)))
    child.once('error', (error: NodeJS.ErrnoException) => refuse(spawnReason(error)))
    child.once('close', (code) => refuse(lastLine(errors) || `It ended with exit code ${code ?? '?'}.`))
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = text.length > maxLine ? undefined : parseDemoLine(text)
      if (line?.type === 'progress' && !settled) onProgress(line)
      if (line?.type === 'error') refuse(line.message)
      if (line?.type === 'ready') {
        const { kubeconfig, context, helmHome } = line
        settle(() => resolve({ kubeconfig, context, helmHome }))
      }
    })
  })
}

function spawnReason(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT'
    ? 'Node was not found. The demo needs Node 20.19 or newer in PATH, or its path in WHEELHOUSE_NODE.'
    : error.message
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function end(child: ChildProcess | undefined): void {
  if (child?.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    // It ended by itself.
  }
}
