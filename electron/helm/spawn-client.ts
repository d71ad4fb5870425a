import type { Worker } from 'node:worker_threads'
import type { ProcessEnd, ProcessSpec, Spawn, Spawned } from './spawn'
import type { SpawnAnswer, SpawnRequest } from './spawn-words'

export interface SpawnClient {
  readonly spawn: Spawn
  /** Ends the worker; what it has started runs on. */
  dispose(): void
}

interface Asked {
  started(child: Spawned): void
  failed(reason: Error): void
  ended(end: ProcessEnd): void
  readonly exited: Promise<ProcessEnd>
  pid: number | null
  /** Its worker has gone. */
  isAdopted: boolean
  isOver: boolean
}

/**
 * Starts programs from a worker (spawn-worker.ts), which begins with the first of them: a thread stands still while it
 * starts one, and for twenty at once the window did so for 0.6 s.
 * Should the worker end before its programs, they run on; how they end is then told by `watchEnd`.
 * @param watchEnd resolves when a process has ended that is nobody's child any more
 */
export function createSpawnClient(
  startWorker: () => Worker,
  watchEnd: (pid: number) => Promise<ProcessEnd>,
): SpawnClient {
  const asked = new Map<number, Asked>()
  let worker: Worker | null = null
  let last = 0

  const send = (request: SpawnRequest): void => worker?.postMessage(request)
  const lost = (from: Worker, reason: string): void => {
    if (worker !== from) return
    worker = null
    for (const [id, one] of asked) {
      asked.delete(id)
      if (one.pid === null) one.failed(new Error(`The thread that starts programs has ended: ${reason}`))
      else adopt(one, watchEnd(one.pid))
    }
  }
  const hear = (answer: SpawnAnswer): void => {
    const one = asked.get(answer.id)
    if (one !== undefined) settle(one, answer, send)
    if (!('pid' in answer)) asked.delete(answer.id)
  }
  const begin = (): Worker => {
    const started = startWorker()
    // The app does not stay for it.
    started.unref()
    started.on('message', hear)
    started.on('error', (reason) => lost(started, String(reason)))
    started.on('exit', (code) => lost(started, `code ${code}`))
    return started
  }

  return {
    spawn: (spec) => {
      worker ??= begin()
      const id = (last += 1)
      const answer = new Promise<Spawned>((started, failed) => asked.set(id, createAsked(started, failed)))
      send({ id, spec: onlySpec(spec) })
      return answer
    },
    dispose: () => void worker?.terminate(),
  }
}

function createAsked(started: Asked['started'], failed: Asked['failed']): Asked {
  let ended: Asked['ended'] = () => undefined
  const exited = new Promise<ProcessEnd>((resolve) => (ended = resolve))
  return { started, failed, ended: (end) => ended(end), exited, pid: null, isAdopted: false, isOver: false }
}

function settle(one: Asked, answer: SpawnAnswer, send: (request: SpawnRequest) => void): void {
  if ('end' in answer) one.ended(answer.end)
  else if ('problem' in answer) {
    one.failed(Object.assign(new Error(answer.problem.message), { code: answer.problem.code }))
  } else {
    const { id, pid } = answer
    one.pid = pid
    const kill = (signal: NodeJS.Signals): void => {
      if (!one.isAdopted) send({ id, kill: signal })
      else if (!one.isOver) killOrphan(pid, signal)
    }
    one.started({ pid, exited: one.exited, kill })
  }
}

function adopt(one: Asked, end: Promise<ProcessEnd>): void {
  one.isAdopted = true
  void end.then((how) => {
    one.isOver = true
    one.ended(how)
  })
}

function killOrphan(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended in between.
  }
}

/** Callers put more into it, and a function cannot be sent. */
function onlySpec({ file, args, env, cwd, stdin, chart, stdout, stderr }: ProcessSpec): ProcessSpec {
  return { file, args, env: { ...env }, cwd, stdin, chart, stdout, stderr }
}
