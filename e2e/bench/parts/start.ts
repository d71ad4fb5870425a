import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { endChild } from '../../../tools/lib/child.mjs'
import { count, epochNow, median, ms } from '../numbers'
import type { Part, Setting } from '../setting'
import { startOfApp } from '../window/app'
import { pageClockOffset } from '../window/clock'
import { firstRowAt } from '../window/page-scripts'

const target = 1_500
/** Until the debugger can be spoken to, and until a row is there. Milliseconds. */
const limitMs = 60_000
/** The index keeps what it read a while after it was read; a start that ends sooner would leave nothing. Milliseconds. */
const keepMs = 5_000

/** From the start of the app to its first row, with what an earlier start has left on the disk. */
export const start: Part = {
  name: 'start',
  keys: ['window_first_row_ms'],
  seed: ({ releases, revisions }) => ({ releases, revisions, kb: 20 }),
  run: async (setting, { kubeconfig }) => {
    const home = mkdtempSync(join(setting.folder, 'home-'))
    const first = await firstRow(setting, kubeconfig, home, keepMs)
    const starts: Start[] = []
    for (let at = 0; at < setting.sizes.starts; at++) starts.push(await firstRow(setting, kubeconfig, home, 0))
    const times = starts.map(({ rowMs }) => rowMs)
    const figure = median(times)
    const details =
      `${times.map((time) => count(time)).join(', ')}; the window began to load its page after ` +
      `${ms(median(starts.map(({ pageMs }) => pageMs)))}\n` +
      `the very first start, with nothing on the disk ${ms(first.rowMs)}`
    const row = { key: 'window_first_row_ms', figure, unit: 'ms', target: `reported, aim ≤ ${target}` } as const
    return [{ ...row, met: null, details, samples: starts }]
  },
}

/** Milliseconds from the start of the app. */
interface Start {
  /** The window begins to load its page. */
  readonly pageMs: number
  readonly rowMs: number
}

/** Starts the app without Playwright, which would hold it up, and asks the page only when it is there. */
async function firstRow(setting: Setting, kubeconfig: string, home: string, lingerMs: number): Promise<Start> {
  const { executablePath, args, env, cwd } = startOfApp(setting, kubeconfig, home)
  const started = epochNow()
  const child = spawn(executablePath, [...args, '--remote-debugging-port=0'], {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const browser = await chromium.connectOverCDP(await debuggerOf(child))
    const context = browser.contexts()[0]
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: limitMs }))
    if (page === undefined) throw new Error('the app has no window')
    const found = await page.waitForFunction(firstRowAt, undefined, { polling: 'raf', timeout: limitMs })
    const at = Number(await found.jsonValue())
    const pageAt = await page.evaluate(() => performance.timeOrigin)
    const offset = await pageClockOffset(page)
    await page.waitForTimeout(lingerMs)
    await browser.close()
    return { pageMs: pageAt + offset - started, rowMs: at + offset - started }
  } finally {
    await endChild(child, { asks: 'leader' })
  }
}

async function debuggerOf(child: ChildProcess): Promise<string> {
  let text = ''
  const found = new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      text += String(chunk)
      const address = /ws:\/\/\S+/.exec(text)?.[0]
      if (address !== undefined) resolve(address)
    })
  })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the app ended: ${text.slice(-1_000)}`)))
  ended.catch(() => undefined)
  return Promise.race([found, ended])
}
