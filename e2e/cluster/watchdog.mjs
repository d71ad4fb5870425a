/**
 * Cleans up after a test run that was killed. The runner starts this file detached and holds its standard input; when
 * that ends, for whatever reason, everything that lives in the control plane's home is ended and the home is deleted.
 * A runner that stops its control plane itself says so first (the home is gone then).
 *
 * Usage: node watchdog.mjs <home>
 */
import { existsSync, rmSync } from 'node:fs'
import { endComponentsOf } from './processes.mjs'

const home = process.argv[2]
if (!home) throw new Error('usage: node watchdog.mjs <home>')

process.on('SIGINT', () => undefined) // Ctrl-C reaches the whole group: the clean-up must outlive it
process.on('SIGTERM', () => undefined)
process.stdin.resume()
process.stdin.once('error', () => undefined)
process.stdin.once('close', () => void cleanUp(home))

/** @param {string} folder */
async function cleanUp(folder) {
  if (!existsSync(folder)) return
  await endComponentsOf(folder)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
