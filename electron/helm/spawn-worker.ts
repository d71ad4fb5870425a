import { parentPort } from 'node:worker_threads'
import { spawnHere, type ProcessSpec, type Spawned } from './spawn'
import type { SpawnAnswer, SpawnRequest } from './spawn-words'

/** The worker that starts helm, so that the main process does not stand still for it. */
const running = new Map<number, Spawned>()

parentPort?.on('message', (request: SpawnRequest) => {
  if ('kill' in request) running.get(request.id)?.kill(request.kill)
  else void start(request.id, request.spec)
})

async function start(id: number, spec: ProcessSpec): Promise<void> {
  try {
    const child = await spawnHere(spec)
    running.set(id, child)
    tell({ id, pid: child.pid })
    const end = await child.exited
    running.delete(id)
    tell({ id, end })
  } catch (reason) {
    const { message, code } = reason as NodeJS.ErrnoException
    tell({ id, problem: { message, code } })
  }
}

function tell(answer: SpawnAnswer): void {
  parentPort?.postMessage(answer)
}
