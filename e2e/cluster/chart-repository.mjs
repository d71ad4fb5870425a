import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/**
 * @typedef {object} RepositoryOptions
 * @property {string} folder of packageCharts()
 * @property {number} [port] default: any free one
 * @property {{ username: string, password: string }} [auth] basic auth; other requests get 401
 * @property {'ok' | 'slow' | 'broken' | 'unauthorized'} [mode] slow: waits before each answer; broken: an HTML page
 *   instead of the index, as a misconfigured proxy gives; unauthorized: always 401. Default ok
 * @property {number} [delayMs] of the slow mode, default 10 s
 * @property {(request: IncomingMessage, response: ServerResponse) => boolean} [intercept] answers a request itself: true
 */
/** @typedef {{ url: string, requests: string[], close: () => Promise<void> }} ChartRepository requests: paths asked for */

const maxRemembered = 1_000

/**
 * A chart repository on loopback: a static server for a folder of packaged charts.
 * @param {RepositoryOptions} options
 * @returns {Promise<ChartRepository>} rejects with EADDRINUSE when the wanted port is taken
 */
export async function startChartRepository({ port = 0, ...options }) {
  /** @type {string[]} */
  const requests = []
  const server = createServer((request, response) => {
    if (requests.length < maxRemembered) requests.push(request.url ?? '')
    answer(request, response, options).catch(() => response.destroy())
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return { url: `http://127.0.0.1:${String(address.port)}`, requests, close: () => close(server) }
}

/** @param {import('node:http').Server} server @returns {Promise<void>} */
function close(server) {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** @param {IncomingMessage} request @param {ServerResponse} response @param {Omit<RepositoryOptions, 'port'>} options */
async function answer(request, response, { folder, auth, mode = 'ok', delayMs = 10_000, intercept }) {
  if (intercept?.(request, response)) return
  if (mode === 'slow') await sleep(delayMs)
  if (mode === 'unauthorized' || !isAllowed(request, auth)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="charts"' }).end('unauthorized\n')
  } else if (mode === 'broken') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>\n<html><body>Sign in</body></html>\n')
  } else {
    sendFile(join(folder, basename(new URL(request.url ?? '/', 'http://localhost').pathname)), response)
  }
}

/** @param {IncomingMessage} request @param {RepositoryOptions['auth']} auth */
function isAllowed(request, auth) {
  if (!auth) return true
  const expected = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
  return request.headers.authorization === `Basic ${expected}`
}

/** @param {string} path @param {ServerResponse} response */
function sendFile(path, response) {
  if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end('not found\n')
  const type = path.endsWith('.yaml') ? 'application/yaml' : 'application/gzip'
  response.writeHead(200, { 'content-type': type, 'content-length': statSync(path).size })
  return createReadStream(path).pipe(response)
}
