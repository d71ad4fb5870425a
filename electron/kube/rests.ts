/** Long work on the main thread in short pieces. */
export interface Rests {
  /** Whether others should have the thread now. */
  readonly isDue: () => boolean
  readonly take: () => Promise<void>
}

/** Milliseconds: half of a frame. */
const usualPieceMs = 8

/** Measures from now on. @param pieceMs how long the thread is kept at a time */
export function createRests(pieceMs = usualPieceMs): Rests {
  let since = performance.now()
  return {
    isDue: () => performance.now() - since >= pieceMs,
    take: async () => {
      await new Promise((resume) => setImmediate(resume))
      since = performance.now()
    },
  }
}
