import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Operation } from '../../../shared/model/operation'
import type { Diagnosis } from '../../../shared/model/repair'
import type { ProcessEnd } from '../../../electron/helm/spawn'
import type { StartedHelm } from '../../../electron/helm/run'
import { startRepairs } from '../../../electron/operations/repair/start-repairs'
import type { Repairs } from '../../../electron/operations/repair/repairs'
import { isHalfWay } from '../../../electron/records/revision-mark'
import { readPayload, readRevisions } from '../../../electron/records/read-record'
import type { Change } from '../../../electron/operations/request/change'
import { namespace, prepare, verbs, type Verb } from '../killed-release'
import { openOperationLab, type OperationLab } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'

/** At the same time. */
const lanes = 3
/** A rewritten record may want a second repair. */
const maxRepairs = 3

/** One killed helm. */
interface Kill {
  readonly verb: Verb
  readonly afterMs: number
  /** Whether helm was still at work then. */
  readonly wasAlive: boolean
  /** What the kill left: helm's word, or `gone`. */
  readonly left: string
  /** Each repair that was done. */
  readonly repairs: readonly string[]
  readonly end: string
  /** Why it does not count; '' when all is well. */
  readonly wrong: string
}

/** helm killed at random moments of every verb: whether the state is named right, and got out of. */
export const recovery: OwnPart = {
  name: 'recovery',
  keys: ['recovery'],
  seed: null,
  run: async (setting) => {
    const started = new Map<string, (helm: StartedHelm) => void>()
    const lab = await openOperationLab(setting, 'recovery', (helm) => {
      const release = helm.command[helm.command.indexOf('--') + 1] ?? ''
      started.get(release)?.(helm)
    })
    try {
      const bench: Bench = { setting, lab, started, repairs: repairsIn(lab, setting.folder), spans: new Map() }
      const kills: Kill[] = []
      await inLanes(verbs, async (verb) => void bench.spans.set(verb, await spanOf(bench, verb)))
      const wanted = Array.from({ length: setting.sizes.kills }, (_, at) => at)
      await inLanes(wanted, async (at) => void kills.push(await killOne(bench, at)))
      return [row(kills)]
    } finally {
      await lab.close()
    }
  },
}

interface Bench {
  readonly setting: Setting
  readonly lab: OperationLab
  readonly repairs: Repairs
  /** Told of the next helm that works on a release. */
  readonly started: Map<string, (helm: StartedHelm) => void>
  /** How long each verb takes when nobody ends it. Milliseconds. */
  readonly spans: Map<Verb, number>
}

/** Does all, some at the same time. */
async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all]
  const lane = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function spanOf(bench: Bench, verb: Verb): Promise<number> {
  const release = `whole-${verbs.indexOf(verb)}`
  const change = await prepare(bench.lab, bench.setting.folder, verb, release)
  let span = 0
  bench.started.set(release, (helm) => {
    const began = performance.now()
    void helm.exited.then(() => (span = performance.now() - began))
  })
  await bench.lab.operations.start(bench.lab.target, change).catch(() => undefined)
  bench.started.delete(release)
  await clear(bench, release)
  bench.setting.say(`${verb} takes ${Math.round(span)} ms when nobody ends it`)
  return span
}

async function clear({ lab }: Bench, release: string): Promise<void> {
  await lab.byHand('uninstall', release, '-n', namespace, '--ignore-not-found', '--no-hooks')
}

function repairsIn({ client, target, operations }: OperationLab, folder: string): Repairs {
  return startRepairs({
    backupDir: join(folder, 'backups'),
    crypt: {
      canEncrypt: () => true,
      encrypt: (text) => Buffer.from(text, 'utf8'),
      decrypt: (bytes) => bytes.toString('utf8'),
    },
    clientFor: () => client,
    bind: () => Promise.resolve(target),
    operations,
    storageDriver: () => '',
  })
}

async function killOne(bench: Bench, at: number): Promise<Kill> {
  const verb = verbs[at % verbs.length] ?? 'install'
  const release = `kill-${at}`
  const afterMs = Math.round(Math.random() * (bench.spans.get(verb) ?? 0))
  const change = await prepare(bench.lab, bench.setting.folder, verb, release)
  const wasAlive = await killed(bench, change, afterMs)
  const left = await readRecord(bench.lab, release)
  let wrong = await nameWrong(bench, release, left, wasAlive)
  const done: string[] = []
  while (wrong === '' && done.length < maxRepairs) {
    const repaired = await repairOnce(bench, release)
    if (repaired === '') break
    done.push(repaired)
  }
  const end = await readRecord(bench.lab, release)
  if (wrong === '' && end !== null && end.status !== 'deployed') wrong = `it is ${end.status} after ${done.join(', ')}`
  const kill = {
    verb,
    afterMs,
    wasAlive,
    left: left?.status ?? 'gone',
    repairs: done,
    end: end?.status ?? 'gone',
    wrong,
  }
  bench.setting.say(
    `${at + 1}: ${verb} after ${afterMs} ms: ${kill.left} → ${[...done, kill.end].join(' → ')} ${wrong}`,
  )
  await bench.lab
    .byHand('uninstall', release, '-n', namespace, '--ignore-not-found', '--no-hooks')
    .catch(() => undefined)
  return kill
}

/**
 * Starts the change and kills its helm; resolves when the operation has ended, whatever it says.
 * @returns whether the kill was helm's end
 */
async function killed({ lab, started, setting }: Bench, change: Change, afterMs: number): Promise<boolean> {
  let end: Promise<ProcessEnd> | null = null
  const ended = new AbortController()
  started.set(change.name, (helm) => {
    started.delete(change.name)
    end = helm.exited
    const signal = AbortSignal.any([ended.signal, setting.signal])
    sleep(afterMs, undefined, { signal }).then(
      () => helm.kill(),
      () => undefined,
    )
  })
  await lab.operations.start(lab.target, change).catch(() => undefined)
  ended.abort()
  return (await (end as Promise<ProcessEnd> | null))?.signal === 'SIGKILL'
}

interface Truth {
  readonly revision: number
  readonly status: string
}

/** What helm itself goes by: the newest record's payload. @returns null when there is no record */
async function readRecord({ client }: OperationLab, release: string): Promise<Truth | null> {
  const newest = (await readRevisions(client, namespace, release)).at(-1)
  if (newest === undefined) return null
  const payload = await readPayload(client, namespace, release, newest.revision, AbortSignal.timeout(10_000))
  return { revision: newest.revision, status: payload.info.status ?? '' }
}

const code = z.object({ error: z.object({ code: z.string() }) })

/** What is wrong with how the app names a state; '' when nothing is. */
async function nameWrong(
  { repairs, lab }: Bench,
  release: string,
  truth: Truth | null,
  wasKilled: boolean,
): Promise<string> {
  const told = await repairs.diagnose(lab.target, { namespace, name: release }).catch((reason: unknown) => reason)
  if (truth === null) {
    return code.safeParse(told).data?.error.code === 'release-not-found' ? '' : 'a release that is gone has a diagnosis'
  }
  if (!isDiagnosis(told)) return `no diagnosis: ${String(told)}`
  if (told.status !== truth.status || told.revision !== truth.revision) {
    return `it is ${truth.status} at ${truth.revision}, but told as ${told.status} at ${told.revision}`
  }
  if (!isHalfWay(truth.status)) return told.choices.length === 0 ? '' : 'a finished release is offered a repair'
  if (told.holder !== 'ours-ended') return `held by ${told.holder}, although ours has ended`
  const operation = lab.operations.list().find(({ name }) => name === release)
  return isToldAsLeft(operation, wasKilled) ? '' : `told as ${operation?.status.phase ?? 'nothing'}: ${truth.status}`
}

/** A helm that was not killed has left the release so by itself, and its own reason is told with the way to a repair. */
function isToldAsLeft(operation: Operation | undefined, wasKilled: boolean): boolean {
  if (operation?.status.phase === 'stuck') return true
  return !wasKilled && operation?.status.phase === 'failed' && operation.status.error.actions.includes('repair')
}

function isDiagnosis(value: unknown): value is Diagnosis {
  return typeof value === 'object' && value !== null && 'choices' in value
}

/** Does what is recommended. @returns what that was; '' when there is nothing to repair */
async function repairOnce({ repairs, lab }: Bench, name: string): Promise<string> {
  const { target, operations } = lab
  const truth = await readRecord(lab, name)
  if (truth === null || truth.status === 'deployed') return ''
  const place = { namespace, name }
  if (truth.status === 'failed') {
    const good = (await readRevisions(lab.client, namespace, name)).findLast(({ status }) => status === 'deployed')
    const release = { name, namespace, timeout_seconds: 60 }
    if (good === undefined) await operations.start(target, { verb: 'uninstall', ...release })
    else await operations.start(target, { verb: 'rollback', ...release, revision: good.revision })
    return good === undefined ? 'uninstall' : `rollback to ${good.revision}`
  }
  const { choices, revision, status } = await repairs.diagnose(target, place)
  const choice = choices.find(({ recommended }) => recommended)
  if (choice === undefined || choice.action === 'wait') return ''
  const request = { ...place, action: choice.action, revision: choice.revision, expected: { revision, status } }
  await repairs.repair(target, { ...request, allowPlain: false })
  return choice.action
}

function row(kills: readonly Kill[]): Row {
  const good = kills.filter(({ wrong }) => wrong === '').length
  const alive = kills.filter(({ wasAlive }) => wasAlive).length
  const states = new Map<string, number>()
  for (const { verb, left } of kills) states.set(`${verb}: ${left}`, (states.get(`${verb}: ${left}`) ?? 0) + 1)
  const wrongs = kills.flatMap(({ verb, afterMs, wrong }) =>
    wrong === '' ? [] : [`${verb} after ${afterMs} ms: ${wrong}`],
  )
  return {
    key: 'recovery',
    figure: good,
    unit: '',
    target: `${kills.length} of ${kills.length}`,
    met: good === kills.length,
    details: [
      `${alive} of them met helm at work`,
      [...states]
        .sort()
        .map(([state, times]) => `${state} ${times}`)
        .join(', '),
      ...wrongs,
    ].join('\n'),
    samples: kills,
  }
}
