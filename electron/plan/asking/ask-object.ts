import { z } from 'zod'
import { cancelledFailure } from '../../kube/errors'
import type { ApiClient } from '../../kube/api-client'
import { collectionPath, type Discovery, type Resource } from '../../kube/discovery'
import { isPlainObject, type PlainObject } from '../../records/manifest'
import { isValues } from '../../records/values'
import { mergePatchOf } from '../compare/merge-patch'
import { isStrategic, jsonMerge, threeWayMerge } from '../compare/three-way'
import { nameOf } from '../sides/object-key'
import type { Asked } from './asked'
import { isConflict, refusalOf, type Refusal } from './refusal'

/** How helm applies an object: by server-side apply, by a merge of old, new and live, or by replacing it. */
export type ApplyWay = 'apply' | 'merge' | 'replace'

export interface AskDeps {
  readonly client: Pick<ApiClient, 'get' | 'sendRead'>
  readonly discovery: Discovery
  /** The release's. */
  readonly namespace: string
  readonly way: ApplyWay
  /** Whether helm takes fields over that others manage. */
  readonly takesFields: boolean
  readonly signal: AbortSignal
}

/** What helm would send of an object, and what it sent last. */
export interface AskedObject {
  readonly next: PlainObject
  /** As the revision in use has it; null where it is new. */
  readonly old: PlainObject | null
}

/** Where an object is, and what is there. */
interface Place {
  readonly path: string
  readonly collection: string
  readonly live: PlainObject | null
  readonly isLiveKnown: boolean
  readonly refusals: readonly Refusal[]
  readonly namespace: string
}

/** The program's name, by which helm manages fields. */
const manager = 'fieldManager=helm'
/** One object, an admission webhook of ten seconds included. */
const timeoutMs = 15_000

/**
 * Asks the cluster what would become of an object that helm sends: by a dry run of the same request that helm will make.
 * @throws AppFailure `cancelled` alone; everything else is an answer
 */
export async function askNext(deps: AskDeps, object: AskedObject): Promise<Asked> {
  const place = await placeOf(deps, object.next)
  if (place === null) return { ...nothing, isKindMissing: true }
  const asked = await dryRun(deps, object, place)
  // Somebody changed it between the two requests: then the difference would be theirs.
  if (!isSameState(place.live, asked.after)) {
    const again = await placeOf(deps, object.next)
    return again === null ? asked : dryRun(deps, object, again)
  }
  return asked
}

/** An object as it is now; undefined where that can't be known. @throws AppFailure `cancelled` alone */
export async function readLive(deps: AskDeps, object: PlainObject): Promise<PlainObject | null | undefined> {
  const place = await placeOf(deps, object)
  return place?.isLiveKnown === true ? place.live : undefined
}

/** Asks whether an object may be deleted, and what goes. @throws AppFailure `cancelled` alone */
export async function askGone(deps: AskDeps, object: PlainObject): Promise<Asked> {
  const place = await placeOf(deps, object)
  if (place === null) return { ...nothing, isKindMissing: true }
  const { live } = place
  const known = { ...nothing, ...sidesOf(place), ...(live !== null && { reclaim: await reclaimOf(deps, live) }) }
  if (live === null) return known
  try {
    const query = `${place.path}?dryRun=All&propagationPolicy=Background`
    const { warnings } = await deps.client.sendRead('DELETE', query, undefined, { timeoutMs, signal: deps.signal })
    return { ...known, by: 'server', warnings }
  } catch (reason) {
    return { ...known, refusals: [...known.refusals, refused(deps, 'delete', reason)] }
  }
}

const reclaimShape = z.object({ spec: z.object({ persistentVolumeReclaimPolicy: z.string().max(64) }) })

/** What becomes of the volume of a claim that is deleted; '' for anything else, and where volumes may not be read. */
async function reclaimOf({ client, signal }: AskDeps, { kind, spec }: PlainObject): Promise<string> {
  const volume = isValues(spec) ? spec['volumeName'] : undefined
  if (kind !== 'PersistentVolumeClaim' || typeof volume !== 'string' || volume === '') return ''
  const path = `/api/v1/persistentvolumes/${encodeURIComponent(volume)}`
  const read: unknown = await client.get(path, { timeoutMs, signal }).catch(() => null)
  return reclaimShape.safeParse(read).data?.spec.persistentVolumeReclaimPolicy ?? ''
}

const nothing: Asked = {
  namespace: '',
  live: null,
  isLiveKnown: true,
  after: null,
  by: 'nobody',
  refusals: [],
  warnings: [],
  reclaim: '',
  isKindMissing: false,
}

function sidesOf({ live, isLiveKnown, refusals, namespace }: Place): Partial<Asked> {
  return { live, isLiveKnown, refusals, namespace }
}

/** Null when the cluster serves no such kind. */
async function placeOf(deps: AskDeps, object: PlainObject): Promise<Place | null> {
  const { apiVersion, kind, name, namespace: named } = nameOf(object)
  if (![apiVersion, name, named || deps.namespace].every(isPathPart)) return nowhere
  let resource: Resource | null
  try {
    resource = await deps.discovery.resourceOf(apiVersion, kind, deps.signal)
  } catch (reason) {
    const refusal = refused(deps, 'get', reason)
    if (refusal.status === 404) return null
    const place = { path: '', collection: '', namespace: named || deps.namespace }
    return { ...place, live: null, isLiveKnown: false, refusals: [refusal] }
  }
  if (resource === null) return null
  const namespace = resource.namespaced ? named || deps.namespace : ''
  const collection = collectionPath(apiVersion, resource, namespace)
  const place = { collection, path: `${collection}/${encodeURIComponent(name)}`, namespace }
  try {
    const live = await deps.client.get(place.path, { timeoutMs, signal: deps.signal })
    return isPlainObject(live)
      ? { ...place, live, isLiveKnown: true, refusals: [] }
      : { ...place, live: null, isLiveKnown: false, refusals: [strange] }
  } catch (reason) {
    const refusal = refused(deps, 'get', reason)
    const isAbsent = refusal.status === 404
    return { ...place, live: null, isLiveKnown: isAbsent, refusals: isAbsent ? [] : [refusal] }
  }
}

/** An object whose name can't be asked for: it would become a part of a path, where `..` leads elsewhere. */
const nowhere: Place = {
  ...{ path: '', collection: '', namespace: '', live: null, isLiveKnown: false },
  refusals: [
    { verb: 'get', status: 400, reason: 'Invalid', message: 'It has no name that a cluster could know.', causes: [] },
  ],
}

function isPathPart(text: string): boolean {
  return text !== '' && !text.split('/').some((part) => part === '' || part === '.' || part === '..')
}

async function dryRun(deps: AskDeps, object: AskedObject, place: Place): Promise<Asked> {
  const known = { ...nothing, ...sidesOf(place) }
  if (place.path === '') return known
  const ask = deps.way === 'apply' ? apply : deps.way === 'replace' ? replace : merge
  const found = await ask(deps, object, place)
  const refusals = [...known.refusals, ...found.refusals]
  if (found.after !== null) return { ...known, ...found, refusals }
  // The server didn't say: what we would make of it, which is all that is known.
  const after = place.isLiveKnown ? merged(object, place.live) : null
  return { ...known, ...found, after, by: after === null ? 'nobody' : 'merge', refusals }
}

type Found = Pick<Asked, 'after' | 'by' | 'refusals' | 'warnings'>

/**
 * As helm 4 sends it; where fields are managed by others once more with force, to see what it would then be. What helm once
 * patched and now applies it takes over by itself beforehand (csaupgrade), and what it no longer sends goes: that no dry run of
 * one request can show, so there the merge says it.
 */
async function apply(deps: AskDeps, object: AskedObject, place: Place): Promise<Found> {
  const { next } = object
  const query = (force: boolean): string => `${place.path}?dryRun=All&${manager}&fieldValidation=Strict&force=${force}`
  const first = await send(deps, 'PATCH', query(deps.takesFields), next, applyType)
  const [refusal] = first.refusals
  // Of what it takes over from another release it knows nothing that it could no longer send.
  const isOld = object.old !== null && place.live !== null && wasPatched(place.live)
  if (refusal === undefined || !isConflict(refusal))
    return isOld && first.after !== null ? merge(deps, object, place) : first
  const others = refusal.causes.filter(({ message }) => !isOld || !message.includes(`conflict with "helm"`))
  const forced = isOld ? await merge(deps, object, place) : await send(deps, 'PATCH', query(true), next, applyType)
  const conflict = others.length === 0 ? [] : [{ ...refusal, causes: others }]
  return { ...forced, refusals: [...conflict, ...forced.refusals] }
}

const applyType = 'application/apply-patch+yaml'

const managersShape = z.object({
  managedFields: z
    .array(z.object({ manager: z.string(), operation: z.string(), subresource: z.string().optional() }))
    .max(1_000),
})

/** Whether helm manages fields of an object as one that patches, not as one that applies. */
function wasPatched({ metadata }: PlainObject): boolean {
  const entries = managersShape.safeParse(metadata).data?.managedFields ?? []
  return entries.some(
    ({ manager: name, operation, subresource }) =>
      name === 'helm' && operation === 'Update' && (subresource ?? '') === '',
  )
}

/** As helm 3 does: what differs from live is sent as a patch; an object that isn't there is made. */
async function merge(deps: AskDeps, object: AskedObject, place: Place): Promise<Found> {
  const { live } = place
  if (live === null) return create(deps, object, place)
  const patch = mergePatchOf(live, merged(object, live))
  // helm sends nothing then.
  if (isValues(patch) && Object.keys(patch).length === 0)
    return { after: live, by: 'server', refusals: [], warnings: [] }
  return send(deps, 'PATCH', `${place.path}?dryRun=All&${manager}`, patch, 'application/merge-patch+json')
}

/** `helm --force-replace`: the whole object is written, on top of whatever state it has. */
async function replace(deps: AskDeps, object: AskedObject, place: Place): Promise<Found> {
  const { live } = place
  if (live === null) return create(deps, object, place)
  const { next } = object
  const body = { ...next, metadata: { ...next.metadata, resourceVersion: live.metadata['resourceVersion'] } }
  return send(deps, 'PUT', `${place.path}?dryRun=All&${manager}`, body)
}

function create(deps: AskDeps, { next }: AskedObject, { collection, isLiveKnown }: Place): Promise<Found> {
  // Whether it is there isn't known: creating it would only tell that.
  if (!isLiveKnown) return Promise.resolve({ after: null, by: 'nobody', refusals: [], warnings: [] })
  return send(deps, 'POST', `${collection}?dryRun=All&${manager}`, next)
}

async function send(
  deps: AskDeps,
  method: 'PATCH' | 'POST' | 'PUT',
  path: string,
  body: unknown,
  contentType?: string,
): Promise<Found> {
  const verb = { PATCH: 'patch', POST: 'create', PUT: 'update' }[method]
  try {
    const request = { timeoutMs, signal: deps.signal, ...(contentType !== undefined && { contentType }) }
    const { value, warnings } = await deps.client.sendRead(method, path, body, request)
    if (!isPlainObject(value)) return { after: null, by: 'nobody', refusals: [strange], warnings }
    return { after: value, by: 'server', refusals: [], warnings }
  } catch (reason) {
    return { after: null, by: 'nobody', refusals: [refused(deps, verb, reason)], warnings: [] }
  }
}

function merged({ next, old }: AskedObject, live: PlainObject | null): PlainObject {
  if (live === null) return next
  const { apiVersion, kind } = nameOf(next)
  // What a release takes over has no revision of before: helm takes it as it is for that.
  const sides = { old: old ?? live, next, live }
  return isStrategic(apiVersion, kind) ? threeWayMerge(sides) : jsonMerge(sides)
}

function refused({ signal }: AskDeps, verb: string, reason: unknown): Refusal {
  if (signal.aborted) throw cancelledFailure()
  return refusalOf(verb, reason)
}

const strange: Refusal = {
  verb: 'get',
  status: 0,
  reason: '',
  message: "The cluster's answer is no object.",
  causes: [],
}

/** A dry run leaves the version of the state that it started from. */
function isSameState(live: PlainObject | null, after: PlainObject | null): boolean {
  if (live === null || after === null) return true
  const [one, other] = [live.metadata['resourceVersion'], after.metadata['resourceVersion']]
  return one === undefined || other === undefined || one === other
}
