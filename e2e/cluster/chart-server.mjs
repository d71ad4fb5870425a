/**
 * The demo's chart repository as a process of its own, which outlives its starter. It says in a state file where it
 * listens; a token in there tells it from anything else on that port, and allows to stop it.
 *
 * Usage: node chart-server.mjs <folder of packaged charts> <state file> <wanted port or 0>
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { startChartRepository } from './chart-repository.mjs'

const [folder, stateFile, wantedPort] = process.argv.slice(2)
if (!folder || !stateFile) throw new Error('usage: node chart-server.mjs <folder> <state file> <port>')

const token = randomUUID()
const checkEveryMs = 20_000

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function intercept(request, response) {
  if (request.url === '/-/id') {
    response.end(JSON.stringify({ token, folder }))
    return true
  }
  if (request.url !== '/-/stop' || request.method !== 'POST' || request.headers['x-token'] !== token) return false
  response.end('stopping\n', () => process.exit(0))
  return true
}

/** @param {number} port */
const start = (port) => startChartRepository({ folder, port, intercept })

/** A second start with the same port as before keeps the address that helm has noted down. */
const server = await start(Number(wantedPort ?? 0)).catch(() => start(0))
const state = JSON.stringify({ url: server.url, token, folder })
writeFileSync(`${stateFile}.part`, state, { mode: 0o600 })
renameSync(`${stateFile}.part`, stateFile)

/** Its state file deleted or replaced: nobody can reach or stop this server any more. */
setInterval(() => {
  try {
    if (readFileSync(stateFile, 'utf8') === state) return
  } catch {
    // gone
  }
  process.exit(0)
}, checkEveryMs)
