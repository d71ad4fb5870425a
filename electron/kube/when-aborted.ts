import { setMaxListeners } from 'node:events'

/**
 * Acts once when the signal is aborted, not when it was so before.
 * @returns no longer listens
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  // Thirty namespaces are thirty watches that end together: many listeners are no leak here, so Node need not warn.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}
