import { spawn, type ChildProcess } from 'node:child_process'
import { realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, test, type Browser, type Page } from 'playwright/test'
import { drivableMark } from '../../electron/desktop/refused-switches'
import { poll } from '../cluster/processes.mjs'
import { endChild } from '../../tools/lib/child.mjs'
import { environmentOf } from './person'
import { possibleSandbox, type Sandbox } from './sandbox'
import type { PackageWorld } from './world'

/** A packaged app with its window, as a person started it. */
export interface PackagedApp {
  readonly page: Page
  readonly pid: number
  /** The sandbox it has to have on this machine. */
  readonly sandbox: Sandbox
  /** When it was started, as performance.now() tells the time. */
  readonly startedAt: number
  /** Ends it as a session does that ends; gives its exit code, once nothing of it runs any more. */
  readonly close: () => Promise<number | null>
}

interface Start {
  readonly executable: string
  readonly world: Pick<PackageWorld, 'person' | 'display'>
  readonly home: string
}

const startLimitMs = 60_000

/**
 * Starts the hardened app. Its fuses keep Playwright's own launch out, so the window is reached through Chromium's
 * debugging port. The app takes it only beside a mark that lies with the program itself.
 */
export async function startPackagedApp({ executable, world, home }: Start): Promise<PackagedApp> {
  const { person, display } = world
  const sandbox = possibleSandbox(person, executable)
  const mark = join(dirname(realpathSync(executable)), 'resources', drivableMark)
  writeFileSync(mark, '')
  const startedAt = performance.now()
  const child = spawn(executable, ['--remote-debugging-port=0', ...(sandbox === 'none' ? ['--no-sandbox'] : [])], {
    uid: person.uid,
    gid: person.gid,
    cwd: home,
    env: environmentOf(home, display),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let browser: Browser | undefined
  try {
    const connected = (browser = await chromium.connectOverCDP(await debuggingAddress(child)))
    const page = await poll(() => connected.contexts().flatMap((context) => context.pages())[0], {
      timeoutMs: startLimitMs,
    })
    if (page === undefined || child.pid === undefined) throw new Error('the app opened no window')
    test.info().annotations.push({ type: 'sandbox', description: sandbox })
    const close = async (): Promise<number | null> => {
      await connected.close()
      await endChild(child, { asks: 'leader' })
      rmSync(mark)
      return child.exitCode
    }
    return { page, pid: child.pid, sandbox, startedAt, close }
  } catch (reason) {
    await browser?.close()
    await endChild(child, { asks: 'leader' })
    rmSync(mark)
    throw reason
  }
}

/** Reads it from the app's errors; rejects with all of them when the app ends before, or takes too long. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const refuse = (why: string): void => reject(new Error(`the app ${why}: ${said.slice(-4_000)}`))
    const timer = setTimeout(() => refuse('did not start in time'), startLimitMs)
    child.once('error', reject)
    child.once('exit', (code, signal) => refuse(`ended with ${code ?? signal}`))
    child.once('close', () => clearTimeout(timer))
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      said = `${said}${line}\n`
      const [, address] = /^DevTools listening on (ws:\S+)$/.exec(line) ?? []
      if (address !== undefined) resolve(address)
      if (address !== undefined) clearTimeout(timer)
    })
  })
}
