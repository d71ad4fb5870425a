import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Access } from './credentials'
import type { StreamAnswer, StreamCall } from './stream-answer'
import { whenAborted } from './when-aborted'

/** A frozen machine or a black hole is noticed some 16 s later, the kernel's ten tries included. */
export const keepAliveMs = 10_000

/**
 * One GET over HTTP/1.1 whose body is read later, through the access' proxy where it has one.
 * @param timeoutMs for a proxy's CONNECT, which does not know the signal
 * @throws Error of the network
 */
export function requestHttp1(access: Access, call: StreamCall, timeoutMs: number): Promise<StreamAnswer> {
  const url = new URL(access.place.server + call.path)
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: access.agent,
      timeout: timeoutMs,
      headers: { ...access.headers, Accept: call.accept, 'User-Agent': 'wheelhouse' },
    })
    const cut = (): void => void sent.destroy()
    const unlisten = whenAborted(call.signal, cut)
    sent.on('socket', (socket) => socket.setKeepAlive(true, keepAliveMs))
    sent.once('response', (response) => {
      unlisten()
      // A watch may be silent for minutes.
      response.socket.setTimeout(0)
      resolve({
        isHttp2: false,
        status: response.statusCode ?? 0,
        header: (name) => response.headers[name],
        body: response,
        isWhole: () => response.complete,
        cut,
      })
    })
    // Stays: an error after the headers reaches the reader through the body.
    sent.on('error', reject)
    sent.end()
  })
}
