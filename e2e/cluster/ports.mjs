import { createServer } from 'node:net'

/**
 * Free TCP ports on loopback, all different. Another process may take one before it is used: callers retry.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()))
  const ports = servers.map(({ port }) => port)
  await Promise.all(servers.map(({ close }) => close()))
  return ports
}

/** @returns {Promise<{ port: number, close: () => Promise<void> }>} */
function listen() {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') {
        reject(new Error('a TCP server has no port'))
        return
      }
      const close = () => new Promise((/** @type {(value: void) => void} */ done) => server.close(() => done()))
      resolve({ port: address.port, close })
    })
  })
}
