import { join } from 'node:path'
import { vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import type { Diagnosis, RepairChoice } from '@shared/model/repair'
import type { StartedHelm } from '../../../helm/run'
import { targetOf, type RealHelm } from '../../../helm/testing/real-helm'
import { createApiClientPool, type ApiClient } from '../../../kube/api-client'
import { previewOf, wordsOf, type Change } from '../../request/change'
import type { Operations } from '../../operations'
import { newestOf, type RevisionMark } from '../../../records/revision-mark'
import { openChangeLab, type ChangeLab } from '../../testing/change-lab'
import { without } from '@shared/without'
import type { Crypt } from '../../../files/crypt'
import { readRecords, toSaved, type SavedRecord } from '../../../records/stored-records'
import type { Repairs } from '../repairs'
import { startRepairs } from '../start-repairs'
import { turning } from './turning'

/** Repairs on a real cluster as the app composes them, with helms that are cut off on purpose. */
export interface RepairLab {
  readonly dir: string
  readonly helm: RealHelm
  readonly client: ApiClient
  /** The app around the repairs: to be crashed, and to hear what it told. */
  readonly app: ChangeLab
  readonly operations: Operations
  readonly repairs: Repairs
  readonly backupDir: string
  /** Starts helm as somebody else would, and kills it once the release has a status and `when` holds. */
  readonly cutOff: (change: Change, status: string, when?: () => Promise<boolean>) => Promise<void>
  /** The same with a helm of ours. */
  readonly cutOffOurs: (change: Change, status: string, when?: () => Promise<boolean>) => Promise<void>
  /** helm as somebody else would run it. */
  readonly run: (change: Change) => Promise<void>
  readonly diagnose: (name: string) => Promise<Diagnosis>
  /** Does one of the choices of a diagnosis that is made for it. */
  readonly repair: (name: string, action: RepairChoice['action']) => Promise<Diagnosis>
  /** The newest operation on a release. */
  readonly operationOn: (name: string) => Operation | undefined
  /** `deployed`, ... of each revision. */
  readonly statuses: (name: string) => Promise<readonly string[]>
  readonly records: (name: string) => Promise<readonly SavedRecord[]>
  readonly dispose: () => Promise<void>
}

export interface RepairLabOptions {
  readonly helmPath: string
  readonly kubeconfig: string
  readonly context: string
  readonly namespace: string
  readonly crypt?: Crypt
  /** What stands between the repairs and the cluster; nothing by default. */
  readonly through?: (client: ApiClient) => ApiClient
  /** A lab that has crashed: this one is the app's next start. */
  readonly after?: RepairLab
  /** This computer's clock; the true one by default. */
  readonly now?: () => Date
}

export function openRepairLab(options: RepairLabOptions): RepairLab {
  const { namespace, kubeconfig, context, after } = options
  const lab = openChangeLab({ ...without(options, 'after'), ...(after && { after: after.app }) })
  const { dir, helm, operations } = lab
  const clients = createApiClientPool({ env: process.env })
  const target = targetOf(kubeconfig, context)
  const client = clients.clientFor(target)
  const marks = (name: string): Promise<readonly RevisionMark[]> => lab.revisions(namespace, name)
  const run = async (change: Change, onStarted?: (started: StartedHelm) => void): Promise<void> => {
    const words = wordsOf(previewOf(change), '', await helm.runner.capabilities())
    await helm.runner.run(target, { kind: 'change', ...words, timeLimitMs: 120_000, ...(onStarted && { onStarted }) })
  }
  const operationOn = (name: string): Operation | undefined => operations.list().find((one) => one.name === name)
  const untilIn = (name: string, status: string, when = (): Promise<boolean> => Promise.resolve(true)): Promise<void> =>
    vi.waitFor(
      async () => {
        const now = newestOf(await marks(name))?.status
        if (now !== status || !(await when())) throw new Error(`${name} is ${now ?? 'not there'}`)
      },
      { timeout: 30_000, interval: 100 },
    )
  const backupDir = after?.backupDir ?? join(dir, 'backups')
  const repairs = startRepairs({
    backupDir,
    crypt: options.crypt ?? turning,
    clientFor: () => options.through?.(client) ?? client,
    bind: () => Promise.resolve(target),
    operations,
    storageDriver: () => '',
  })
  const diagnose = (name: string): Promise<Diagnosis> => repairs.diagnose(target, { namespace, name })
  return {
    dir,
    helm,
    client,
    app: lab,
    repairs,
    backupDir,
    operations,
    operationOn,
    run: (change) => run(change),
    statuses: async (name) => (await marks(name)).map(({ status }) => status),
    records: async (name) => (await readRecords(client, { namespace, name }, AbortSignal.timeout(30_000))).map(toSaved),
    diagnose,
    repair: async (name, action) => {
      const diagnosis = await diagnose(name)
      const choice = diagnosis.choices.find((one) => one.action === action)
      if (choice === undefined || action === 'wait') throw new Error(`${action} is not offered`)
      const { revision, status } = diagnosis
      await repairs.repair(target, {
        namespace,
        name,
        action,
        revision: choice.revision,
        expected: { revision, status },
        allowPlain: false,
      })
      return diagnosis
    },
    cutOff: async (change, status, when) => {
      let started: StartedHelm | undefined
      const ended = run(change, (process) => (started = process)).then(
        () => 'well',
        () => 'cut off',
      )
      await untilIn(change.name, status, when)
      started?.kill()
      if ((await ended) === 'well') throw new Error('helm came to its end before it could be cut off')
    },
    cutOffOurs: async (change, status, when) => {
      const ended = operations.start(target, change).then(
        () => 'well',
        () => 'cut off',
      )
      await untilIn(change.name, status, when)
      lab.processes.at(-1)?.kill()
      if ((await ended) === 'well') throw new Error('helm came to its end before it could be cut off')
    },
    dispose: async () => {
      clients.dispose()
      await lab.dispose()
    },
  }
}
