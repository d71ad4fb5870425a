/** Milliseconds: a window out of sight draws no frames, and must not pile up what it is told meanwhile. */
const latest = 500

export interface FrameBatch {
  /** Runs the work in the next frame; once, however often it is asked for. */
  readonly ask: () => void
  readonly stop: () => void
}

/** Puts work off to the next frame of the window, or half a second where none is drawn. */
export function frameBatch(work: () => void): FrameBatch {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    timer = undefined
  }

  function run(): void {
    stop()
    work()
  }

  function ask(): void {
    if (timer !== undefined) return
    frame = requestAnimationFrame(run)
    timer = setTimeout(run, latest)
  }

  return { ask, stop }
}
