import type { Operation } from '@shared/model/operation'

export interface Publisher {
  /** What has been shown: at most a frame behind. */
  shown(): readonly Operation[]
  /** Shows these; now when it is `urgent`, else with whatever else comes within a frame. */
  publish(operations: readonly Operation[], urgent: boolean): void
  /** Resolves when all that was published is shown. */
  flushed(): Promise<void>
  /** Shows nothing any more. */
  stop(): void
}

const frameMs = 16

/**
 * Shows operations to the window only after they are written down, and object counts at most once a frame.
 * @param written resolves when all that was to be written so far is on disk, or cannot be; never rejects
 */
export function createPublisher(
  written: () => Promise<void>,
  emit: (operations: readonly Operation[]) => void,
): Publisher {
  let next: readonly Operation[] | null = null
  let shown: readonly Operation[] = []
  let chain = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (next === null) return
    const operations = next
    next = null
    chain = chain.then(written).then(() => {
      if (isStopped) return
      shown = operations
      emit(operations)
    })
  }
  return {
    shown: () => shown,
    publish: (operations, urgent) => {
      next = operations
      if (urgent) flush()
      else timer ??= setTimeout(flush, frameMs)
    },
    flushed: () => {
      flush()
      return chain
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
