import type { RunningProcess } from './process'
import type { ProcessEnd } from './spawn'

/** Why a program was stopped by us. */
type StopReason = 'cancelled' | 'timeout' | 'output-too-large'

export interface Limits {
  /** A read may be killed at any time; a change is asked once and never killed here: that would leave it half done. */
  readonly kind: 'read' | 'change'
  readonly timeLimitMs: number
  readonly maxOutputBytes: number
  /** How long a program has to end after it was asked to. */
  readonly stopWaitMs: number
  readonly signal?: AbortSignal | undefined
  /** Bytes written so far, of both streams together. */
  outputBytes(): number
}

/** `end` is null when the program still runs although it was asked to stop. */
export interface Ending {
  readonly stop: StopReason | null
  readonly end: ProcessEnd | null
}

const outputCheckMs = 100
const killWaitMs = 2_000

/** Waits for a program's end within its limits; stops it when they are passed or the caller cancels. */
export async function supervise(child: RunningProcess, limits: Limits): Promise<Ending> {
  const watch = watchLimits(limits)
  try {
    const first = await Promise.race([child.exited, watch.passed])
    if (typeof first === 'string') return { stop: first, end: await stopProcess(child, limits, first) }
    // A program may have written too much between two looks.
    return { stop: limits.outputBytes() > limits.maxOutputBytes ? 'output-too-large' : null, end: first }
  } finally {
    watch.dispose()
  }
}

async function stopProcess(child: RunningProcess, limits: Limits, reason: StopReason): Promise<ProcessEnd | null> {
  const patient = limits.kind === 'change' || reason !== 'output-too-large'
  if (patient) {
    child.askToStop()
    const end = await within(child.exited, limits.stopWaitMs)
    if (end !== null || limits.kind === 'change') return end
  }
  child.kill()
  return within(child.exited, killWaitMs)
}

function watchLimits(limits: Limits): { passed: Promise<StopReason>; dispose(): void } {
  let dispose = (): void => undefined
  const passed = new Promise<StopReason>((resolve) => {
    const cancel = (): void => resolve('cancelled')
    const timer = setTimeout(() => resolve('timeout'), limits.timeLimitMs)
    const size = setInterval(() => {
      if (limits.outputBytes() > limits.maxOutputBytes) resolve('output-too-large')
    }, outputCheckMs)
    limits.signal?.addEventListener('abort', cancel, { once: true })
    if (limits.signal?.aborted === true) cancel()
    dispose = () => {
      clearTimeout(timer)
      clearInterval(size)
      limits.signal?.removeEventListener('abort', cancel)
    }
  })
  return { passed, dispose: () => dispose() }
}

/** What a promise gives, or null when it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
