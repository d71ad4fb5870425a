import { mkdtempSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { _electron } from 'playwright'
import { messageOf } from '../../../tools/lib/user-error.mjs'
import { connect, type KubeClient } from '../../cluster/kube-client.mjs'
import type { HostileEntry } from '../hostile/entry'
import { hostileReleases, hostileSecret } from '../hostile/releases'
import { hostileTable } from '../hostile/table'
import { secretOf, windowCases } from '../hostile/window'
import { megabytes, ms } from '../numbers'
import { openOperationLab, plain, writeChart } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'
import { openWindow, startOfApp, type BenchWindow } from '../window/app'
import { takeMainStalls, takePeakMemory, watchMainStalls, watchPeakMemory } from '../window/main-scripts'
import { takeStalls, watchStalls } from '../window/page-scripts'
import { longestTaskWork, pageProcess, recordTasks } from '../window/page-work'

const mainTargetMs = 100
const windowTargetMs = 200
const memoryTarget = 500e6
const namespace = 'default'
const allTabs = ['overview', 'notes', 'values', 'manifest']
/** Longer than any of the app's own limits. */
const settleLimitMs = 60_000

/** What one of them did to the app. */
interface Met {
  readonly name: string
  readonly mainMs: number
  readonly windowMs: number
  /** The most that both worked for without a pause: a stall without the waits for a processor. Null where that isn't known. */
  readonly mainWorkMs: number | null
  readonly windowWorkMs: number | null
  /** Of the main process and its threads, more than before; bytes. */
  readonly added: number
  /** Whether all of it was shown, and the app answered afterwards; else why not. */
  readonly survived: boolean
  readonly why?: string
}

/** A release to be looked at. */
interface Case {
  readonly name: string
  readonly tabs: readonly string[]
}

const cases: readonly Case[] = [...hostileReleases.map(({ name }) => ({ name, tabs: allTabs })), ...windowCases]

/**
 * Releases, files and servers that nobody should have made, in the real app: how long it stands still, what they cost, whether
 * it lives.
 */
export const hostile: OwnPart = {
  name: 'hostile',
  keys: ['hostile'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'hostile')
    try {
      await lab.byHand('install', 'first', writeChart(setting.folder, 'first', '1.0.0', [plain('ConfigMap', 'first')]))
      const cluster = connect(lab.cluster.kubeconfig)
      await writeAll(cluster)
      cluster.close()
      const releases = await meetReleases(setting, lab.cluster.kubeconfig)
      return [row([...releases, ...(await meetEntries(setting))])]
    } finally {
      await lab.close()
    }
  },
}

async function writeAll(cluster: KubeClient): Promise<void> {
  const write = (secret: object): Promise<unknown> =>
    cluster.call('POST', `/api/v1/namespaces/${namespace}/secrets`, secret)
  for (const release of hostileReleases) await write(hostileSecret(release, namespace))
  for (const one of windowCases) {
    for (let revision = 1; revision <= one.revisions; revision++) await write(secretOf(one, namespace, revision))
  }
}

/** One window for all, and a new one where it was lost. */
async function meetReleases(setting: Setting, kubeconfig: string): Promise<readonly Met[]> {
  const open = (): Promise<BenchWindow> => openWindow(setting, kubeconfig, cases.length + 1)
  const all: Met[] = []
  let window = await open()
  for (const one of cases) {
    const met = await measured(setting, window, one.name, () => look(window, one))
    all.push(met)
    setting.say(`${one.name}: main ${ms(met.mainMs)}, window ${ms(met.windowMs)}, ${megabytes(met.added)} added`)
    if (!met.survived) {
      setting.say(`${one.name} was lost: ${met.why ?? ''}`)
      await window.close().catch(() => undefined)
      window = await open()
    }
  }
  await window.close()
  return all
}

async function look({ page }: BenchWindow, { name, tabs }: Case): Promise<void> {
  const main = page.getByRole('main')
  for (const tab of tabs) {
    await page.evaluate(`location.hash = ${JSON.stringify(`#/releases/${namespace}/${name}?tab=${tab}`)}`)
    await main.getByRole('tabpanel').or(main.getByRole('alert')).first().waitFor({ timeout: settleLimitMs })
    await main.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden', timeout: settleLimitMs })
  }
}

/** Each with an app of its own, which starts on it. */
async function meetEntries(setting: Setting): Promise<readonly Met[]> {
  const all: Met[] = []
  for (const entry of hostileTable) {
    setting.say(entry.name)
    all.push(await meetEntry(setting, entry))
  }
  return all
}

async function meetEntry(setting: Setting, entry: HostileEntry): Promise<Met> {
  const home = mkdtempSync(join(setting.folder, 'entry-'))
  const { kubeconfigFiles, env = {}, close } = await entry.prepare(mkdtempSync(join(setting.folder, 'hostile-')))
  const start = startOfApp(setting, kubeconfigFiles.join(delimiter), home)
  const app = await _electron.launch({ ...start, env: { ...start.env, ...env }, colorScheme: null })
  try {
    const page = await app.firstWindow()
    const window = { app, page, pid: 0, close: () => app.close() }
    return await measured(setting, window, entry.name, async () => {
      for (const name of ['kube:list_contexts', 'kube:check_connection', 'kube:list_namespaces']) {
        await page.evaluate(async (channel) => {
          const { wheelhouse } = globalThis as unknown as {
            wheelhouse: { invoke(name: string, input: unknown): Promise<unknown> }
          }
          // That it is refused is the right end of most.
          await wheelhouse.invoke(channel, {}).catch(() => null)
        }, name)
      }
    })
  } finally {
    await app.close()
    await close()
  }
}

async function measured(
  { folder }: Setting,
  window: BenchWindow,
  name: string,
  work: () => Promise<void>,
): Promise<Met> {
  const { app, page } = window
  try {
    const pid = await pageProcess(window)
    await app.evaluate(watchPeakMemory)
    await app.evaluate(watchMainStalls)
    await page.evaluate(watchStalls)
    await recordTasks(window)
    await work()
    const { longestMs: windowMs } = await page.evaluate(takeStalls)
    const { longestMs: mainMs, longestWorkMs: mainWorkMs } = await app.evaluate(takeMainStalls)
    const added = await app.evaluate(takePeakMemory)
    const windowWorkMs = await longestTaskWork(window, pid, folder)
    return { name, mainMs, windowMs, mainWorkMs, windowWorkMs, added, survived: true }
  } catch (thrown) {
    const nothing = { mainMs: 0, windowMs: 0, mainWorkMs: null, windowWorkMs: null, added: 0 }
    return { name, ...nothing, survived: false, why: messageOf(thrown) }
  }
}

function row(all: readonly Met[]): Row {
  const most = (of: (met: Met) => number): Met => all.reduce((worst, met) => (of(met) > of(worst) ? met : worst))
  const main = most(({ mainMs }) => mainMs)
  const window = most(({ windowMs }) => windowMs)
  const memory = most(({ added }) => added)
  const lost = all.filter(({ survived }) => !survived).map(({ name }) => name)
  return {
    key: 'hostile',
    figure: main.mainMs,
    unit: 'ms',
    target: `≤ ${mainTargetMs} ms, window ≤ ${windowTargetMs} ms, ≤ ${megabytes(memoryTarget)}, none lost`,
    met:
      lost.length === 0 &&
      main.mainMs <= mainTargetMs &&
      window.windowMs <= windowTargetMs &&
      memory.added <= memoryTarget,
    details:
      `${all.length} releases, files and servers; lost: ${lost.length === 0 ? 'none' : lost.join(', ')}\n` +
      `longest stall of the main process ${ms(main.mainMs)} (${main.name}), of the window ${ms(window.windowMs)} (${window.name}); ` +
      `most memory added ${megabytes(memory.added)} (${memory.name})\n` +
      `the most that was worked for without a pause: main process ${mostWork(all, 'mainWorkMs')}; window ${mostWork(all, 'windowWorkMs')}`,
    samples: all,
  }
}

function mostWork(all: readonly Met[], key: 'mainWorkMs' | 'windowWorkMs'): string {
  const known = all.flatMap(({ name, [key]: worked }) => (worked === null ? [] : [{ name, worked }]))
  const [first, second] = known.sort((one, other) => other.worked - one.worked)
  return [first, second].flatMap((one) => (one === undefined ? [] : `${ms(one.worked)} (${one.name})`)).join(', ')
}
