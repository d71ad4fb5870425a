import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import { eachLimited } from '../releases/each-limited'
import type { Live, LiveReader } from './live-objects'
import { manifestObjects, type ManifestObject } from './manifest'
import { isWorkload, readinessOf, type JobGoal, type Verdict } from './readiness'
import { explain } from './reasons'
import type { Hook, Payload, Reader } from './revisions'

/**
 * One thing to be followed: a workload, a Service that wants an address, a hook that helm waits for, or (for an uninstall)
 * any object that goes.
 */
export interface Followed {
  readonly object: ManifestObject
  readonly goal: JobGoal | 'gone'
  /** helm's own word for a hook: '', Running, Succeeded, Failed. */
  readonly hookPhase: string | null
}

const readsAtOnce = 8

/**
 * What a change of a release is to be measured by, from the payload of the revision it makes or removes.
 * @param waitsForAddresses of the helm that does it (helm/capabilities.ts)
 */
export function followedBy(
  verb: OperationVerb,
  payload: Pick<Payload, 'manifest' | 'hooks'>,
  waitsForAddresses: boolean,
): Followed[] {
  const objects = manifestObjects(payload.manifest ?? '')
  const hooks = (payload.hooks ?? []).filter((hook) => isHookOf(verb, hook)).flatMap(followedHook)
  if (verb === 'uninstall') {
    const going = objects.filter(({ isKept }) => !isKept)
    return [...hooks, ...going.map((object) => ({ object, goal: 'gone' as const, hookPhase: null }))]
  }
  const waitedFor = objects.filter(({ kind, wantsAddress }) => isWorkload(kind) || (waitsForAddresses && wantsAddress))
  return [...hooks, ...waitedFor.map((object) => ({ object, goal: 'started' as const, hookPhase: null }))]
}

const hookEvents: Readonly<Record<OperationVerb, RegExp>> = {
  install: /^(pre|post)-install$/,
  upgrade: /^(pre|post)-upgrade$/,
  rollback: /^(pre|post)-rollback$/,
  uninstall: /^(pre|post)-delete$/,
}

/** helm waits for hooks that run; other kinds it only creates. */
function isHookOf(verb: OperationVerb, { kind, events }: Hook): boolean {
  const runs = kind === 'Job' || kind === 'Pod'
  return runs && (events ?? []).some((event) => hookEvents[verb].test(event))
}

function followedHook(hook: Hook): Followed[] {
  const hookPhase = hook.last_run?.phase ?? ''
  return manifestObjects(hook.manifest).map((object) => ({ object, goal: 'complete', hookPhase }))
}

export interface ProgressReader {
  readonly client: Reader
  readonly live: LiveReader
  /** The release's namespace. */
  readonly namespace: string
}

/**
 * Reads how each object is now. Never rejects; what cannot be read says so in its reason.
 * @param before the result of the last look at the same objects: what is gone for good is not asked for again
 */
export async function readProgress(
  reader: ProgressReader,
  followed: readonly Followed[],
  before: readonly ObjectProgress[],
  signal: AbortSignal,
): Promise<readonly ObjectProgress[]> {
  const results: ObjectProgress[] = []
  await eachLimited([...followed.entries()], readsAtOnce, async ([index, one]) => {
    const last = before[index]
    const { state, reason } = last?.state === 'gone' ? last : await look(reader, one, last, signal)
    const { kind, name, namespace } = one.object
    results[index] = { kind, name, namespace: namespace || reader.namespace, state, reason }
  })
  return results
}

/** Whether any of them has come into being: before that a change is still being applied. */
export function hasBegun(objects: readonly ObjectProgress[]): boolean {
  return objects.some(({ reason }) => reason !== notThere.reason && reason !== notRun.reason)
}

/** How many are as they should be. */
export function countReady(objects: readonly ObjectProgress[]): number {
  return objects.filter(({ state }) => state === 'ready' || state === 'gone').length
}

async function look(
  { client, live, namespace }: ProgressReader,
  { object, goal, hookPhase }: Followed,
  last: ObjectProgress | undefined,
  signal: AbortSignal,
): Promise<Verdict> {
  const found = await live.read(object, namespace, signal)
  if (found.is === 'unknown') return { state: 'waiting', reason: found.why }
  if (goal === 'gone') return found.is === 'absent' ? { state: 'gone', reason: '' } : going(found)
  if (found.is === 'absent') return hookPhase === null ? notThere : absentHook(hookPhase, last)
  const verdict = readinessOf(object.kind, found.object, goal)
  return explain(client, object, namespace, found.object, verdict, signal)
}

const notThere: Verdict = { state: 'waiting', reason: 'It is not there yet.' }

/** helm deletes many hooks after they have ended: one that was seen, or that helm calls done, has succeeded. */
function absentHook(phase: string, last: ObjectProgress | undefined): Verdict {
  if (phase === 'Failed') return { state: 'failing', reason: 'Failed: the hook has ended with an error.' }
  const wasSeen = last !== undefined && last.reason !== notRun.reason
  return phase === 'Succeeded' || wasSeen ? { state: 'ready', reason: '' } : notRun
}

const notRun: Verdict = { state: 'waiting', reason: 'The hook has not run yet.' }

function going({ object }: Live & { is: 'there' }): Verdict {
  const metadata = (object as { metadata?: { deletionTimestamp?: unknown; finalizers?: unknown } } | null)?.metadata
  if (metadata?.deletionTimestamp === undefined) return { state: 'waiting', reason: 'It is still there.' }
  const { finalizers } = metadata
  const waits = Array.isArray(finalizers) && finalizers.length > 0 ? ` for ${finalizers.join(', ')}` : ''
  return { state: 'waiting', reason: waits === '' ? 'It is being deleted.' : `It is being deleted and waits${waits}.` }
}
