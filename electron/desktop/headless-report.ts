import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WebContents } from 'electron'
import { replaceFile } from '../files/replace-file'

/** Runs in the page: the rows as they stand in the table, so that the report is what a person would see. */
const readRows = `(() => {
  if (document.querySelector('[data-ready="true"]') === null) return null
  return [...document.querySelectorAll('[data-ready="true"] tr[data-tone]')].map((row) => Object.fromEntries(
    [...row.querySelectorAll('[data-column]')].map((cell) => [cell.dataset.column, cell.innerText.trim()])))
})()`

/** Runs in the page: ends when what stands in it has been painted, which is later than when it can be read. */
const painted = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))`

/** A window that is not painted at all (hidden, or its page hangs) is pictured as it is. */
const paintMs = 3_000

/**
 * For a machine without a display (\`npm start\` there): once the list is shown, writes \`ready.png\` and
 * \`releases.json\` (array of column → text) into \`folder\`. Waits at most \`timeoutMs\` for the list; then the picture of
 * whatever the window shows is written with an empty table, so that the person still sees what is wrong.
 */
export async function writeHeadlessReport(contents: WebContents, folder: string, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs
  let rows: unknown = null
  while (rows === null && Date.now() < end && !contents.isDestroyed()) {
    rows = await contents.executeJavaScript(readRows).catch(() => null)
    if (rows === null) await delay(100)
  }
  if (contents.isDestroyed()) return
  await Promise.race([contents.executeJavaScript(painted).catch(() => undefined), delay(paintMs)])
  if (contents.isDestroyed()) return
  await mkdir(folder, { recursive: true })
  // Whoever waits for the files may be another user, and must never read half of one.
  await replaceFile(join(folder, 'ready.png'), (await contents.capturePage()).toPNG(), { mode: 0o666 })
  await replaceFile(join(folder, 'releases.json'), JSON.stringify(rows ?? []), { mode: 0o666 })
}
