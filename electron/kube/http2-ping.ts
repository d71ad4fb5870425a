import type { ClientHttp2Session } from 'node:http2'

/**
 * Whether the other side answers an HTTP/2 ping in time. One that is closing counts as answering: Node refuses to ping it,
 * which is no sign of a dead link.
 */
export function answersPing(session: ClientHttp2Session, timeoutMs: number): Promise<boolean> {
  if (session.closed || session.destroyed || session.connecting) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs)
    timer.unref()
    // False when too many are unanswered already: then the timer ends it.
    session.ping((error) => {
      clearTimeout(timer)
      resolve(error === null || session.closed)
    })
  })
}

/**
 * Pings from time to time until the session closes.
 * @param onSilence told when a ping was not answered within `limitMs`
 */
export function keepPinging(
  session: ClientHttp2Session,
  { everyMs, limitMs }: { readonly everyMs: number; readonly limitMs: number },
  onSilence: () => void,
): void {
  const timer = setInterval(() => {
    void answersPing(session, limitMs).then((answered) => {
      if (!answered) onSilence()
    })
  }, everyMs)
  timer.unref()
  session.once('close', () => clearInterval(timer))
}
