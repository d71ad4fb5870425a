import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { ValuesPath } from '@shared/model/blame'
import { zodWords } from '@shared/zod-words'
import { damageIn } from './damage-in'
import { findMember, sliceValue } from './json-prefix'
import { addressableObjects, manifestWithout, type ManifestObject } from './manifest'
import { maxDepth } from './nesting'
import { ownValue, type OwnValue } from './own-value'
import { payloadSecrets, shownDescription } from './payload-secrets'
import { payloadShape, type Payload, type RawPayload } from './payload'
import { toView, type RevisionView } from './revision-view'
import { maxFront, summarize, type Front } from './summary'
import { maxInflated, parseJson, unpack, type Unpacked, type UnpackOptions, type UnpackTrouble } from './unpack'

/** A stored payload and what came of unpacking it. */
interface Source {
  readonly stored: string
  readonly unpacked: Unpacked
}

/** What can be asked of a stored payload. Each job gives the same answer wherever it runs, and answers can be sent. */
const jobs = {
  payload: (source: Source): ReadPayload => withoutChart(readWhole(source)),
  'payload-with-chart': readWhole,
  view: viewIn,
  'own-value': ({ unpacked }: Source, path: ValuesPath): OwnValue | Unread => {
    const read = payloadIn(unpacked)
    return 'payload' in read ? ownValue(read.payload, path) : read
  },
  secrets: ({ unpacked }: Source): readonly string[] => {
    const read = payloadIn(unpacked)
    return 'payload' in read ? payloadSecrets(read.payload) : []
  },
  damage: ({ stored, unpacked }: Source, revision: number): string => damageIn(stored, unpacked, revision),
  front: ({ unpacked }: Source, isWhole: boolean): Front | 'more' => summarize(unpacked, isWhole),
  description: ({ unpacked }: Source): string | null => {
    const read = payloadIn(unpacked)
    return 'payload' in read ? shownDescription(read.payload) : null
  },
  'target-namespace': targetNamespace,
  objects: ({ unpacked }: Source): readonly ManifestObject[] => addressableObjects(manifestIn(unpacked)?.text ?? ''),
  'without-kinds': withoutKinds,
}

type Jobs = typeof jobs
export type JobName = keyof Jobs
/** What a job is told beside the payload. */
export type JobOptions<Name extends JobName> = Parameters<Jobs[Name]> extends [Source, ...infer More] ? More : []
export type JobAnswer<Name extends JobName> = ReturnType<Jobs[Name]>

/** A job as it is sent to the worker. */
export interface JobRequest {
  readonly name: JobName
  readonly stored: string
  readonly options: readonly unknown[]
}

/** Does a job on this thread, whatever it costs. */
export function runJob({ name, stored, options }: JobRequest): unknown {
  return work(name, { stored, unpacked: unpack(stored, limitsOf(name)) }, options)
}

/** Does a job if the payload's JSON has no more than so many bytes; undefined when it has. */
export function runSmallJob({ name, stored, options }: JobRequest, limit: number): unknown {
  const unpacked = unpack(stored, { ...limitsOf(name), limit })
  return 'trouble' in unpacked && unpacked.trouble === 'bomb' ? undefined : work(name, { stored, unpacked }, options)
}

function limitsOf(name: JobName): UnpackOptions {
  return name === 'front' ? { limit: maxFront, isPiece: true } : { limit: maxInflated }
}

function work(name: JobName, source: Source, options: readonly unknown[]): unknown {
  const job = jobs[name] as (source: Source, ...options: readonly unknown[]) => unknown
  return job(source, ...options)
}

/** Why a record cannot be read, in a sentence, and what is behind it. */
export interface Unread {
  readonly trouble: string
  readonly detail: string
}

type ReadPayload = { readonly payload: Payload } | Unread

function readWhole({ unpacked }: Source): ReadPayload {
  const read = payloadIn(unpacked)
  if ('trouble' in read) return read
  const { payload } = read
  const hooks = (payload.hooks ?? []).map((hook) => ({ ...hook, objects: addressableObjects(hook.manifest) }))
  const objects = addressableObjects(payload.manifest ?? '')
  return { payload: { ...payload, objects, hooks, secrets: payloadSecrets(payload) } }
}

const damaged = "Its record doesn't hold what helm writes there: it is damaged, or from another tool."
const troubles: Readonly<Record<UnpackTrouble, string>> = {
  damaged,
  bomb: `Its record unpacks to more than ${maxInflated / 1024 / 1024} MiB, more than can be read safely.`,
  deep: `Its values are nested more than ${maxDepth} levels deep, more than can be read safely.`,
}

function payloadIn(unpacked: Unpacked): { readonly payload: RawPayload } | Unread {
  if ('trouble' in unpacked) return { trouble: troubles[unpacked.trouble], detail: '' }
  const { data, error } = payloadShape.safeParse(parseJson(unpacked.json) ?? null, { error: zodWords })
  return data === undefined ? { trouble: damaged, detail: z.prettifyError(error).slice(0, 2_000) } : { payload: data }
}

/** What a stored payload holds, on this thread, whatever that costs; null when it cannot be read. */
export function readRelease(stored: string): RawPayload | null {
  const read = payloadIn(unpack(stored, { limit: maxInflated }))
  return 'payload' in read ? read.payload : null
}

function viewIn({ unpacked }: Source): RevisionView | Unread {
  const read = payloadIn(unpacked)
  if ('trouble' in read) return read
  return toView(read.payload) ?? { trouble: damaged, detail: '' }
}

/** Templates, files and defaults are most of a payload, and sending them to another thread is most of what that costs. */
function withoutChart(read: ReadPayload): ReadPayload {
  if ('trouble' in read) return read
  const { payload } = read
  return { payload: { ...payload, chart: { metadata: payload.chart.metadata } } }
}

/** `namespace` is the last member of helm's JSON but one, behind manifest and hooks: no need to parse those. */
function targetNamespace({ unpacked }: Source): string {
  const tail = 'json' in unpacked ? unpacked.json.slice(-512) : ''
  return /"version":\d+,"namespace":"([a-z0-9][-a-z0-9]{0,62})"[^{}[\]]*\}\s*$/.exec(tail)?.[1] ?? ''
}

/** A manifest, and where it stands in the JSON. */
interface FoundManifest {
  /** null when the release has none. */
  readonly text: string | null
  readonly from: number
  readonly to: number
}

/** Null when it cannot be read. */
function manifestIn(unpacked: Unpacked): FoundManifest | null {
  if ('trouble' in unpacked) return null
  const { json } = unpacked
  const from = findMember(json, json.search(/\S/), 'manifest')
  const raw = from === null ? null : sliceValue(json, from)
  if (from === null || raw === null) return { text: null, from: 0, to: 0 }
  const text = parseJson(raw)
  return typeof text === 'string' ? { text, from, to: from + raw.length } : null
}

/**
 * The payload without the documents of its manifest whose objects are of these kinds, as helm stores it, null when there are
 * none; null for all when it cannot be read. Only the text of that one member is replaced: parsing and printing the whole would change numbers that JavaScript cannot
 * hold, and the order of things.
 */
function withoutKinds({ unpacked }: Source, kinds: ReadonlySet<string>): { readonly stored: string | null } | null {
  const found = manifestIn(unpacked)
  if (found === null || 'trouble' in unpacked) return null
  const { text, from, to } = found
  const next = text === null ? null : manifestWithout(text, kinds)
  if (next === null || next === text) return { stored: null }
  const { json } = unpacked
  // As helm writes it: gzip at its best.
  const bytes = gzipSync(json.slice(0, from) + JSON.stringify(next) + json.slice(to), { level: 9 })
  return { stored: bytes.toString('base64') }
}
