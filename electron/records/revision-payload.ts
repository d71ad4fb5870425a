import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import type { RevisionDetail } from '@shared/model/release'
import { keptParts, type KeptParts } from './kept-parts'
import { isValues, type Values } from './revision-values'

/** A revision as its Secret holds it, as far as the app shows it. Its files and templates are not kept. */
export interface RevisionPayload {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  readonly status: string
  readonly description: string
  readonly firstDeployed: string
  readonly lastDeployed: string
  readonly notes: string
  readonly manifest: string
  /** The person's own values. */
  readonly config: Values
  readonly chart: {
    readonly name: string
    readonly version: string
    readonly appVersion: string
    readonly description: string
    readonly values: Values
    /** What can be rebuilt of it; null where parts are known to be missing. */
    readonly kept: Pick<KeptParts, 'unread'> | null
    /** The texts of the files in `crds/`. */
    readonly crds: readonly string[]
  }
  readonly hooks: RevisionDetail['hooks']
}

/** A Secret holds at most 1 MiB; what inflates to more than this is a bomb, not a release. */
const maxInflated = 64 * 1024 * 1024

const inflate = promisify(gunzip)
const text = z.string().nullish()
const list = z.array(z.unknown()).nullish()
const values = z.custom<Values>(isValues).nullish()

const shape = z.object({
  name: z.string().min(1).max(253),
  namespace: z.string().max(253).nullish(),
  version: z.int().min(1),
  manifest: text,
  config: values,
  info: z.object({ first_deployed: text, last_deployed: text, status: text, description: text, notes: text }),
  chart: z.looseObject({
    metadata: z.looseObject({
      name: z.string(),
      version: z.string(),
      appVersion: text,
      description: text,
    }),
    files: list,
    values,
  }),
  hooks: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string(),
        path: text,
        events: z.array(z.string()).nullish(),
        weight: z.int().nullish().catch(null),
        delete_policies: z.array(z.string()).nullish().catch(null),
      }),
    )
    .nullish(),
})

const fileShape = z.object({ name: z.string(), data: z.string() })

/**
 * Decodes a release Secret's payload whole: base64(base64(gzip(JSON))), or without gzip from old helms.
 * @param encoded `data.release` as the API gives it
 * @returns null when it is not a release, or inflates beyond 64 MiB
 */
export async function decodeRevision(encoded: string): Promise<RevisionPayload | null> {
  const bytes = Buffer.from(Buffer.from(encoded, 'base64').toString('latin1'), 'base64')
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    const json = isGzip ? await inflate(bytes, { maxOutputLength: maxInflated }) : bytes
    const parsed = shape.safeParse(JSON.parse(json.toString('utf8')))
    return parsed.success ? payloadOf(parsed.data) : null
  } catch {
    return null
  }
}

function payloadOf(raw: z.output<typeof shape>): RevisionPayload {
  const { info, chart, hooks } = raw
  const hookPaths = (hooks ?? []).map(({ path }) => path ?? '')
  const kept = keptParts({ chart, manifest: raw.manifest ?? '', config: raw.config, hookPaths })
  const { metadata } = chart
  return {
    name: raw.name,
    namespace: raw.namespace ?? '',
    revision: raw.version,
    status: info.status ?? '',
    description: info.description ?? '',
    firstDeployed: dateOf(info.first_deployed),
    lastDeployed: dateOf(info.last_deployed),
    notes: info.notes ?? '',
    manifest: raw.manifest ?? '',
    config: raw.config ?? {},
    chart: {
      name: metadata.name,
      version: metadata.version,
      appVersion: metadata.appVersion ?? '',
      description: metadata.description ?? '',
      values: chart.values ?? {},
      kept: kept && { unread: kept.unread },
      crds: (chart.files ?? []).flatMap(crdOf),
    },
    hooks: (hooks ?? []).map(({ kind, name, events, weight, delete_policies: deletePolicies }) => ({
      kind,
      name,
      events: events ?? [],
      weight: weight ?? 0,
      deletePolicies: deletePolicies ?? [],
    })),
  }
}

/** What helm takes for a definition to install before the chart (helm pkg/chart, CRDObjects). */
function crdOf(file: unknown): string[] {
  const parsed = fileShape.safeParse(file)
  if (!parsed.success || !/^crds\/.*\.(ya?ml|json)$/i.test(parsed.data.name)) return []
  return [Buffer.from(parsed.data.data, 'base64').toString('utf8')]
}

function dateOf(value: string | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(Date.parse(value)) ? '' : value
}
