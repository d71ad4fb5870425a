import type { Readable } from 'node:stream'

/** Reads a stream for one reader, who may be elsewhere for a while. */
export interface Pieces extends AsyncIterable<Buffer> {
  /** Ends the reading at once: quietly, or with an error for whoever reads. The first end counts. */
  readonly stop: (error?: Error) => void
}

export interface PiecesOptions {
  /** Whether a stream that ended had all its bytes; asked at its end. */
  readonly isWhole: () => boolean
  /** Told once, when nothing more will be read; not `whole` when some of it was left. */
  readonly onEnd: (whole: boolean) => void
}

/**
 * The bytes of a stream one chunk at a time. The stream flows only while a reader waits for the next chunk: with HTTP/2 the
 * server then gets no further window, so that little more is sent than is read.
 */
export function piecesOf(body: Readable, { isWhole, onEnd }: PiecesOptions): Pieces {
  const queue: Buffer[] = []
  let ended: { readonly error: Error | undefined } | undefined
  let wake: (() => void) | undefined
  const end = (error: Error | undefined, whole: boolean): void => {
    if (ended) return
    ended = { error }
    onEnd(whole)
    wake?.()
  }
  body.pause()
  body.on('data', (chunk: Buffer) => {
    // At once, not when the reader is done: what is not read is not asked for.
    body.pause()
    if (ended) return
    queue.push(chunk)
    wake?.()
  })
  body.once('end', () => (isWhole() ? end(undefined, true) : end(brokenOff(), false)))
  // Stays: an error after the end must not be an uncaught one.
  body.on('error', (error) => end(error, false))
  body.once('close', () => end(brokenOff(), false))
  // It told so before anybody listened.
  if (body.destroyed) queueMicrotask(() => end(body.errored ?? brokenOff(), false))

  const next = async (): Promise<IteratorResult<Buffer, undefined>> => {
    while (queue.length === 0 && !ended) {
      const woken = new Promise<void>((resolve) => (wake = resolve))
      body.resume()
      await woken
    }
    const chunk = queue.shift()
    if (chunk) return { done: false, value: chunk }
    if (ended?.error) throw ended.error
    return { done: true, value: undefined }
  }
  const stop = (error?: Error): void => {
    queue.length = 0
    end(error, false)
  }
  const leave = (): Promise<IteratorResult<Buffer, undefined>> => {
    stop()
    return Promise.resolve({ done: true, value: undefined })
  }
  return { stop, [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}

function brokenOff(): Error {
  return Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' })
}
