import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson } from '../lib/files.mjs'
import { UserError } from '../lib/user-error.mjs'

const READY_MS = 90_000
const POLL_MS = 200
const COLUMNS = ['name', 'namespace', 'chart', 'chartVersion', 'appVersion', 'revision', 'status', 'updated']

/**
 * Waits until the window shows its releases (the app then writes releases.json and ready.png into the folder) and prints them.
 * @param {string} folder empty at first
 * @param {AbortSignal} signal
 * @returns {Promise<void>} rejects with a UserError when the window is not ready within 90 seconds
 */
export async function showReport(folder, signal) {
  const picture = join(folder, 'ready.png')
  for (const end = Date.now() + READY_MS; Date.now() < end && !signal.aborted;) {
    const rows = await readJson(join(folder, 'releases.json'))
    if (Array.isArray(rows) && existsSync(picture)) {
      console.log(`\n${formatTable(rows)}\n\nA picture of the window: ${picture}`)
      return
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
  if (signal.aborted) return
  throw new UserError(
    'The window did not get ready',
    `it showed no list of releases within ${READY_MS / 1000} s`,
    'Read what the app printed above; a cluster that does not answer is the usual reason.',
  )
}

/**
 * @param {unknown[]} rows
 * @returns {string} a table with aligned columns
 */
export function formatTable(rows) {
  const cells = [
    COLUMNS.map((column) => column.toUpperCase()),
    ...rows.map((row) => COLUMNS.map((column) => cell(row, column))),
  ]
  const widths = COLUMNS.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/**
 * @param {unknown} row
 * @param {string} column
 */
function cell(row, column) {
  const value = /** @type {Record<string, unknown> | null} */ (row)?.[column]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–'
}
