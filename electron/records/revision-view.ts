import { z } from 'zod'
import type { ManagerMark, RevisionDetail, RevisionImages } from '@shared/model/release'
import { keptParts, type KeptParts } from './kept-parts'
import { revisionImages } from './images'
import { managerIn } from './manager'
import { manifestObjects, plainObjects, toObject, type ManifestObject } from './manifest'
import type { RawPayload } from './payload'
import { shownDescription } from './payload-secrets'

/** A revision as the app shows it, without its texts (releases/texts) and without the files and templates of its chart. */
export interface RevisionView {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  readonly status: string
  /** Without the release's secrets. */
  readonly description: string
  readonly firstDeployed: string
  readonly lastDeployed: string
  /** What the manifest is made of. */
  readonly objects: readonly ManifestObject[]
  readonly chart: {
    readonly name: string
    readonly version: string
    readonly appVersion: string
    readonly description: string
    /** What can be rebuilt of it; null where parts are known to be missing. */
    readonly kept: Pick<KeptParts, 'unread'> | null
    /** The names of the definitions in `crds/`. */
    readonly crds: readonly string[]
  }
  readonly hooks: RevisionDetail['hooks']
  readonly images: RevisionImages
  /** Who else its objects say looks after it; null where none does. */
  readonly manager: ManagerMark | null
}

/** A page lists no more. */
const maxObjects = 5_000

const chartShape = z.object({
  metadata: z.object({ name: z.string(), version: z.string() }),
  files: z.array(z.unknown()).nullish(),
})
const fileShape = z.object({ name: z.string(), data: z.string() })

/** What a page shows of a payload; null when its chart is not one that can be shown. */
export function toView(payload: RawPayload): RevisionView | null {
  const chart = chartShape.safeParse(payload.chart)
  if (!chart.success) return null
  const { info, hooks, chart: raw } = payload
  const { name, version } = chart.data.metadata
  const hookPaths = (hooks ?? []).map(({ path }) => path ?? '')
  const objects = plainObjects(payload.manifest ?? '').slice(0, maxObjects)
  const kept = keptParts({ chart: raw, manifest: payload.manifest ?? '', config: payload.config, hookPaths })
  return {
    name: payload.name,
    namespace: payload.namespace ?? '',
    revision: payload.version,
    status: info.status ?? '',
    description: shownDescription(payload),
    firstDeployed: dateOf(info.first_deployed),
    lastDeployed: dateOf(info.last_deployed),
    objects: objects.map(toObject),
    chart: {
      name,
      version,
      appVersion: raw.metadata.appVersion ?? '',
      description: raw.metadata.description ?? '',
      kept: kept && { unread: kept.unread },
      crds: (chart.data.files ?? []).flatMap(crdsIn),
    },
    hooks: (hooks ?? []).map(({ kind, name: hook, events, weight, delete_policies: deletePolicies }) => ({
      kind,
      name: hook,
      events: events ?? [],
      weight: weight ?? 0,
      deletePolicies: deletePolicies ?? [],
    })),
    images: revisionImages(objects, hooks ?? []),
    manager: managerIn(payload.manifest ?? ''),
  }
}

/** The definitions in a file that helm installs before the chart (helm pkg/chart, CRDObjects). */
function crdsIn(file: unknown): string[] {
  return definitionNames(manifestObjects(definitionText(file)))
}

/** The text of such a file; '' of any other. */
export function definitionText(file: unknown): string {
  const { data } = fileShape.safeParse(file)
  if (data === undefined || !/^crds\/.*\.(ya?ml|json)$/i.test(data.name)) return ''
  return Buffer.from(data.data, 'base64').toString('utf8')
}

/** The names of the CustomResourceDefinitions among objects. */
export function definitionNames(objects: readonly Pick<ManifestObject, 'kind' | 'name'>[]): string[] {
  return objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ name }) => name)
}

function dateOf(value: string | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(Date.parse(value)) ? '' : value
}
