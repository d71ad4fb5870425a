import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { AppFailure, type AppError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { createGuideMemory } from '../../charts/guide/guide-memory'
import { createReadOutside, type ReadOutside } from '../../charts/guide/read-outside'
import { createSentValues, type SentValues } from '../../drafts/sent-values'
import type { HelmCall, HelmRunner, StartedHelm } from '../../helm/run'
import { realHelm, targetOf, type RealHelm } from '../../helm/testing/real-helm'
import { createApiClientPool, type ApiClient } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import type { Change } from '../request/change'
import { openJournal, type Journal } from '../journal/journal'
import { createOperations, type Operations } from '../operations'
import { readRevisions } from '../../records/read-record'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import { turning } from '../repair/testing/turning'
import { createChartSources, type ChartSources } from '../request/chart-sources'

/** The operations as the app composes them, with the real helm on a real cluster, and a record of what they reported. */
export interface ChangeLab {
  readonly dir: string
  readonly helm: RealHelm
  readonly runner: HelmRunner
  readonly operations: Operations
  readonly journal: Journal
  readonly journalDir: string
  /** Where helm's output lies. */
  readonly runRoot: string
  readonly sources: ChartSources
  readonly readOutside: ReadOutside
  readonly sentValues: SentValues
  /** Commands that change something, as far as they were started. */
  readonly started: readonly HelmCall[]
  /** Every command that was started. */
  readonly calls: readonly HelmCall[]
  /** The processes of all changes. */
  readonly processes: readonly StartedHelm[]
  /** Every phase that was reported of a release's newest operation, in order, without repeats. */
  phasesOf(name: string): readonly string[]
  /** Every state of a release's newest operation that was reported. */
  reportedOf(name: string): readonly Operation[]
  client(target?: ClusterTarget): ApiClient
  revisions(namespace: string, name: string): Promise<readonly RevisionMark[]>
  /** Does a change and gives its error. @throws when it goes well */
  failureOf(change: Change, target?: ClusterTarget): Promise<AppError>
  start(change: Change, target?: ClusterTarget): Promise<void>
  /** Waits for a release's newest revision to have a status. */
  untilStatus(namespace: string, name: string, status: string): Promise<void>
  /** Ends as an app that is killed: nothing is read or written any more, helm continues. */
  crash(): void
  dispose(): Promise<void>
}

export interface LabOptions {
  readonly helmPath: string
  readonly kubeconfig: string
  readonly context: string
  /** HELM_DRIVER; not set by default. */
  readonly driver?: string
  /** A lab that has crashed: this one is the app's next start. */
  readonly after?: Pick<ChangeLab, 'journalDir' | 'runRoot'>
  /** This computer's clock; the true one by default. */
  readonly now?: () => Date
}

export function openChangeLab(options: LabOptions): ChangeLab {
  const { helmPath, kubeconfig, context, driver = '', after, now = () => new Date() } = options
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-changes-'))
  const helm = realHelm(helmPath, kubeconfig)
  const clients = createApiClientPool({ env: process.env })
  const started: HelmCall[] = []
  const calls: HelmCall[] = []
  const processes: StartedHelm[] = []
  const snapshots: (readonly Operation[])[] = []
  const runner: HelmRunner = {
    ...helm.runner,
    run: (target, call) => {
      calls.push(call)
      if (call.kind === 'change') started.push(call)
      const onStarted = (process: StartedHelm): void => {
        processes.push(process)
        call.onStarted?.(process)
      }
      return helm.runner.run(target, call.kind === 'change' ? { ...call, onStarted } : call)
    },
  }
  const sources = createChartSources({ read: () => undefined, write: () => undefined })
  const sentValues = createSentValues({ folder: join(dir, 'sent-values'), crypt: turning, now })
  const { journalDir, runRoot } = after ?? { journalDir: join(dir, 'journal'), runRoot: join(helm.dir, 'runs') }
  const readOutside = createReadOutside({ helm: runner, root: dir }, createGuideMemory())
  const journal = openJournal({ dir: journalDir })
  const operations = createOperations({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    sources,
    sentValues,
    root: dir,
    runRoot,
    journal,
    loaded: Promise.resolve(),
    newestVersion: () => Promise.resolve(undefined),
    readOutside,
    storageDriver: () => driver,
    onChange: (list) => void snapshots.push(list),
    onReleaseChanged: () => undefined,
    now,
    newId: randomUUID,
  })
  const admin = targetOf(kubeconfig, context)
  const client = (target = admin): ApiClient => clients.clientFor(target)
  const revisions: ChangeLab['revisions'] = (namespace, name) => readRevisions(client(), namespace, name)
  const reportedOf = (name: string): readonly Operation[] => {
    const id = snapshots.at(-1)?.find((one) => one.name === name)?.id
    return snapshots.flatMap((list) => list.filter((operation) => operation.id === id))
  }
  return {
    dir,
    helm,
    runner,
    operations,
    journal,
    journalDir,
    runRoot,
    sources,
    readOutside,
    sentValues,
    started,
    calls,
    processes,
    client,
    revisions,
    reportedOf,
    phasesOf: (name) => {
      const phases = reportedOf(name).map(({ status }) => status.phase)
      return phases.filter((phase, index) => phase !== phases[index - 1])
    },
    start: (change, target = admin) => operations.start(target, change),
    failureOf: async (change, target = admin) => {
      const result = await operations.start(target, change).then(
        () => null,
        (reason: unknown) => reason,
      )
      if (result instanceof AppFailure) return result.error
      throw result instanceof Error ? result : new Error('the change went well')
    },
    untilStatus: (namespace, name, status) =>
      vi.waitFor(
        async () => {
          const now = newestOf(await revisions(namespace, name))?.status
          if (now !== status) throw new Error(`${name} is ${now ?? 'not there'}, not ${status}`)
        },
        { timeout: 30_000, interval: 100 },
      ),
    crash: () => {
      operations.dispose()
      runner.dispose()
    },
    dispose: async () => {
      operations.dispose()
      clients.dispose()
      await helm.dispose()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
