import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { Diagnosis, RepairChoice } from '@shared/model/repair'
import type { ClusterTarget } from '../../kube/target'
import { revisionInUse } from '../verdict/release-state'
import { newestDamaged } from '../../records/record-damage'
import type { Payload } from '../../records/payload'
import { readPayload, readRevisions } from '../../records/read-record'
import { isHalfWay, newestOf, type RevisionMark } from '../../records/revision-mark'
import { choicesOf, type Findings } from './choices'
import { hangingHooks } from '../../records/left-hooks'
import { holderOf } from './holder'
import { namespaceGoing } from './namespace-state'
import type { RepairClient } from '../../records/stored-records'
import { unknownObjectsOf } from './unknown-objects'
import { explain } from './words'

export interface DiagnoseOptions extends ReleaseId {
  readonly target: ClusterTarget
  readonly client: RepairClient
  /** Every operation that the app knows. */
  readonly operations: readonly Operation[]
  /** The revision that a helm of ours has left in the middle; null when there is none. */
  readonly unfinished: number | null
  /** The exact command of a choice; empty where no helm runs. */
  readonly commandOf: (choice: Pick<RepairChoice, 'action' | 'revision'>, status: string) => Promise<readonly string[]>
  readonly canEncrypt: boolean
  readonly signal: AbortSignal
}

/**
 * What is the matter with a release, from its records in the cluster and what this app has done to it.
 * @throws AppFailure `release-not-found`, or of the API client
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const { client, namespace, name, signal } = options
  const [now, marks, going] = await Promise.all([
    readClock(client, signal),
    readRevisions(client, namespace, name, signal),
    namespaceGoing(client, namespace, signal),
  ])
  const newest = newestOf(marks) ?? notThere(name)
  const findings = await findingsOf(options, { marks, newest, now, isNamespaceGoing: going !== null })
  const { holder, hangingHook, unknownObjects, damaged } = findings
  return {
    revision: newest.revision,
    status: newest.status,
    lastSign: newest.writtenAt,
    holder,
    explanation: going ?? explain({ name, newest, holder, hangingHook, unknownObjects, damaged, now }),
    hangingHook,
    unknownObjects,
    choices: await withCommands(options, findings),
    canEncrypt: options.canEncrypt,
  }
}

interface Read extends Pick<Findings, 'marks' | 'isNamespaceGoing'> {
  readonly newest: RevisionMark
  /** The cluster's clock. */
  readonly now: number
}

async function findingsOf(options: DiagnoseOptions, { marks, newest, now, isNamespaceGoing }: Read): Promise<Findings> {
  const { client, unfinished, signal } = options
  const [payloads, damaged] = await Promise.all([
    readPayloads(options, marks, newest),
    newestDamaged(client, options, marks, signal),
  ])
  const unknownObjects = await unknownObjectsOf(
    client,
    payloads.flatMap(({ objects }) => objects),
    signal,
  )
  const hooks = payloads.find(({ version }) => version === newest.revision)?.hooks
  const [hanging] = isHalfWay(newest.status) ? hangingHooks(hooks) : []
  return {
    marks,
    holder: holderOf({ newest, own: ownOf(options), unfinished, now, ahead: now - Date.now() }),
    hangingHook: hanging === undefined ? '' : `${hanging.kind}/${hanging.name}`,
    unknownObjects,
    damaged,
    hasOpenInstallHooks: hasOpenInstallHooks(hooks),
    isNamespaceGoing,
  }
}

function hasOpenInstallHooks(hooks: Payload['hooks'] | undefined): boolean {
  const isOfInstall = (events: readonly string[]): boolean => events.some((event) => /^(pre|post)-install$/.test(event))
  return (hooks ?? []).some(({ events, last_run: run }) => isOfInstall(events ?? []) && run?.phase !== 'Succeeded')
}

async function withCommands({ commandOf }: DiagnoseOptions, findings: Findings): Promise<readonly RepairChoice[]> {
  const status = newestOf(findings.marks)?.status ?? ''
  const choices = choicesOf(findings)
  return Promise.all(choices.map(async (choice) => ({ ...choice, command: await commandOf(choice, status) })))
}

/** The cluster's clock, in milliseconds since 1970; our own where it does not say. */
async function readClock(client: RepairClient, signal: AbortSignal): Promise<number> {
  const date = await client.read('/version', { signal }).then(
    (answer) => answer.date,
    () => null,
  )
  return date ?? Date.now()
}

/** The newest revision and the one in use: helm builds both when it changes the release. What cannot be read is left out. */
async function readPayloads(
  { client, namespace, name, signal }: DiagnoseOptions,
  marks: readonly RevisionMark[],
  newest: RevisionMark,
): Promise<readonly Payload[]> {
  const revisions = [...new Set([newest.revision, revisionInUse(marks)?.revision ?? newest.revision])]
  const read = revisions.map((revision) => readPayload(client, namespace, name, revision, signal).catch(() => null))
  return (await Promise.all(read)).filter((payload) => payload !== null)
}

/** What this app has done to the release; somebody else's work is not ours. */
function ownOf({ operations, target, namespace, name }: DiagnoseOptions): readonly Operation[] {
  return operations.filter(
    (operation) =>
      operation.foreign !== true &&
      operation.context === target.context &&
      operation.namespace === namespace &&
      operation.name === name,
  )
}

function notThere(name: string): never {
  fail('release-not-found', `The release "${name}" no longer exists.`, {
    cause: 'None of its records is left: there is nothing to repair.',
    actions: ['retry'],
  })
}
