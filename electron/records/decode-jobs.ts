import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { zodWords } from '@shared/zod-words'
import { damageIn } from './damage-in'
import { findMember, sliceValue } from './json-prefix'
import { addressableObjects } from './manifest'
import { payloadShape, type Payload } from './payload'
import { toView, type RevisionView } from './revision-view'
import { maxFront, summarize, type Summarized } from './summary'
import { maxInflated, parseJson, unpack, type Unpacked, type UnpackOptions } from './unpack'

/** A stored payload and what came of unpacking it. */
interface Source {
  readonly stored: string
  readonly unpacked: Unpacked
}

/** What can be asked of a stored payload. Each job gives the same answer wherever it runs, and answers can be sent. */
const jobs = {
  payload: (source: Source): ReadPayload => withoutChart(readWhole(source)),
  'payload-with-chart': readWhole,
  view: ({ unpacked }: Source): RevisionView | null => {
    const { data } = payloadShape.safeParse(releaseIn(unpacked))
    return data === undefined ? null : toView(data)
  },
  damage: ({ stored, unpacked }: Source, revision: number): string => damageIn(stored, unpacked, revision),
  front: ({ unpacked }: Source, isWhole: boolean): Summarized | 'more' => summarize(unpacked, isWhole),
  'target-namespace': targetNamespace,
  manifest: ({ unpacked }: Source): FoundManifest | null => manifestIn(unpacked),
  'with-manifest': withManifest,
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

type ReadPayload = { readonly payload: Payload } | { readonly trouble: string }

function readWhole({ unpacked }: Source): ReadPayload {
  const { data, error } = payloadShape.safeParse(releaseIn(unpacked), { error: zodWords })
  if (data === undefined) return { trouble: z.prettifyError(error).slice(0, 2_000) }
  return { payload: { ...data, objects: addressableObjects(data.manifest ?? '') } }
}

/** Templates, files and defaults are most of a payload, and sending them to another thread is most of what that costs. */
function withoutChart(read: ReadPayload): ReadPayload {
  if ('trouble' in read) return read
  const { payload } = read
  return { payload: { ...payload, chart: { metadata: payload.chart.metadata } } }
}

function releaseIn(unpacked: Unpacked): unknown {
  return 'json' in unpacked ? (parseJson(unpacked.json) ?? null) : null
}

/** `namespace` is the last member of helm's JSON but one, behind manifest and hooks: no need to parse those. */
function targetNamespace({ unpacked }: Source): string {
  const tail = 'json' in unpacked ? unpacked.json.slice(-512) : ''
  return /"version":\d+,"namespace":"([a-z0-9][-a-z0-9]{0,62})"[^{}[\]]*\}\s*$/.exec(tail)?.[1] ?? ''
}

interface FoundManifest {
  /** null when the release has none. */
  readonly manifest: string | null
}

/** Null when it cannot be read. */
function manifestIn(unpacked: Unpacked): FoundManifest | null {
  if ('trouble' in unpacked) return null
  const json = unpacked.json.trimStart()
  const at = findMember(json, 0, 'manifest')
  const raw = at === null ? null : sliceValue(json, at)
  if (raw === null) return { manifest: null }
  const manifest = parseJson(raw)
  return typeof manifest === 'string' ? { manifest } : null
}

/**
 * The payload with another manifest, as helm stores it. Only the text of that one member is replaced: parsing and printing the
 * whole would change numbers that JavaScript cannot hold, and the order of things. Null when it has no manifest.
 */
function withManifest({ unpacked }: Source, manifest: string): string | null {
  const json = 'json' in unpacked ? unpacked.json.trimStart() : ''
  const at = findMember(json, 0, 'manifest')
  const old = at === null ? null : sliceValue(json, at)
  if (at === null || old === null) return null
  const bytes = Buffer.from(json.slice(0, at) + JSON.stringify(manifest) + json.slice(at + old.length), 'utf8')
  // As helm writes it: gzip at its best.
  return gzipSync(bytes, { level: 9 }).toString('base64')
}
