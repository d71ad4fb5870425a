import { CORE_SCHEMA, FAILSAFE_SCHEMA, load, mergeTag, type Schema } from 'js-yaml'
import { fail } from '@shared/errors'
import type { ChartFiles } from '../../charts/show-chart'
import type { ComparedFacts } from '@shared/model/comparison'
import type { ReleaseId } from '@shared/model/release-ref'
import { isTooDeep } from '@shared/values'
import { splitDocuments } from '@shared/yaml-documents'
import { readRelease } from '../../records/decode-jobs'
import { objectsIn, type PlainObject } from '../../records/manifest'
import type { Hook, RawPayload } from '../../records/payload'
import { secretsBySchema } from '../../records/payload-secrets'
import { coalesceValues } from '../../records/revision-values'
import { isValues, type Values } from '../../records/values'
import { chartOf, definitionTexts, onceEach, renderedIn, type Rendering } from '../sides/read-sides'

/** What a side is read from: a record as helm's driver stores it, or what helm has rendered. */
export type ComparedInput =
  | { readonly kind: 'stored'; readonly release: ReleaseId; readonly revision: number; readonly stored: string }
  | {
      readonly kind: 'rendered'
      readonly release: ReleaseId
      readonly rendering: Rendering
      /** Where the rendering is no release: what else belongs to one; the values as YAML. */
      readonly chart: (ChartFiles & { readonly given: string }) | null
    }

/** What a comparison was worked out of; it holds secrets, and never leaves the main process. */
export interface ComparisonInputs {
  readonly from: ComparedInput
  readonly to: ComparedInput
}

/** A hook, and what it is made of. */
export interface ComparedHookSide {
  readonly hook: Hook
  readonly object: PlainObject
}

/** One side as it is compared. It holds secrets, and never leaves the main process. */
export interface ReadSide {
  readonly release: ReleaseId
  readonly facts: ComparedFacts
  readonly config: Values
  readonly computed: Values
  readonly objects: readonly PlainObject[]
  readonly hooks: readonly ComparedHookSide[]
  /** Null where helm has rendered none. */
  readonly notes: string | null
  readonly metadata: Values
  readonly definitions: readonly PlainObject[]
  readonly defaults: Values
  /** What the chart's schema says is secret in the values. */
  readonly saidSecret: readonly string[]
  /** Documents of the manifest that hold something which can't be read. */
  readonly unread: readonly string[]
  readonly remarks: readonly string[]
}

/** Documents that were read already: most of two revisions are the same, and to read them is most of the work. */
type Documents = Map<string, readonly PlainObject[]>

/** Reads both sides. @throws AppFailure `helm-bad-output` when one can't be read */
export function readBoth({ from, to }: ComparisonInputs): { readonly from: ReadSide; readonly to: ReadSide } {
  const documents: Documents = new Map()
  return { from: readCompared(from, documents), to: readCompared(to, documents) }
}

/** Reads a side. @throws AppFailure `helm-bad-output` when it can't be read */
export function readCompared(input: ComparedInput, documents: Documents = new Map()): ReadSide {
  const payload = input.kind === 'stored' ? storedIn(input) : withChart(renderedIn(input.rendering), input.chart)
  const { info, config, chart } = payload
  const isRevision = input.kind === 'stored'
  const release = isRevision
    ? { ...input.release, namespace: payload.namespace || input.release.namespace }
    : input.release
  const read = readManifest(payload.manifest ?? '', documents)
  const hooks = (payload.hooks ?? []).map(hookSide)
  const defaults = isValues(chart['values']) ? chart['values'] : {}
  const own = config ?? {}
  const definitions = definitionTexts(payload).flatMap(splitDocuments).flatMap(objectsIn)
  const notes = input.kind === 'rendered' && input.chart !== null ? null : (info.notes ?? '')
  return {
    release,
    facts: {
      chart: chartOf(payload),
      updated: isRevision ? dateOf(info.last_deployed) : '',
      status: isRevision ? (info.status ?? '') : '',
    },
    ...{ config: own, computed: coalesceValues(defaults, own), hooks, notes },
    objects: onceEach(read.objects, release),
    metadata: isValues(chart.metadata) ? chart.metadata : {},
    ...{ definitions, defaults, unread: read.unread, saidSecret: secretsBySchema(chart, [own, defaults]) },
    remarks: [...remarksOf(payload, notes), ...unreadRemark(read.unread.length)],
  }
}

function storedIn({ stored, release, revision }: Extract<ComparedInput, { readonly kind: 'stored' }>): RawPayload {
  const payload = readRelease(stored)
  if (payload !== null) return payload
  return fail('helm-bad-output', `Revision ${revision} of "${release.name}" can't be read.`, {
    cause: "Its record doesn't hold what helm writes there: it is damaged, or from another tool.",
  })
}

interface ReadManifest {
  readonly objects: PlainObject[]
  readonly unread: string[]
}

function readManifest(manifest: string, documents: Documents): ReadManifest {
  const objects: PlainObject[] = []
  const unread: string[] = []
  for (const document of splitDocuments(manifest)) {
    const found = documents.get(document) ?? objectsIn(document)
    documents.set(document, found)
    if (found.length > 0) objects.push(...found)
    else if (!isEmpty(document)) unread.push(document)
  }
  return { objects, unread }
}

function isEmpty(document: string): boolean {
  return document.split('\n').every((line) => /^(?:---|\s*#|\s*$)/.test(line))
}

function unreadRemark(count: number): string[] {
  if (count === 0) return []
  return [`${count === 1 ? 'One document' : `${count} documents`} of a manifest can't be read, and aren't compared.`]
}

function hookSide(hook: Hook): ComparedHookSide {
  const [object] = objectsIn(hook.manifest)
  return { hook, object: object ?? { apiVersion: '', kind: hook.kind, metadata: { name: hook.name } } }
}

function remarksOf({ chart }: RawPayload, notes: string | null): string[] {
  return [
    ...('values' in chart ? [] : ['The default values of the chart are not in the record.']),
    ...(notes === null ? ["The notes of a chart can't be rendered without its cluster, and aren't compared."] : []),
  ]
}

/** A chart's own texts beside what was rendered of it, in the form that a release has them. */
function withChart(rendered: RawPayload, shown: (ChartFiles & { readonly given: string }) | null): RawPayload {
  if (shown === null) return rendered
  const definitions = { name: 'crds/all.yaml', data: Buffer.from(shown.definitions).toString('base64') }
  return {
    ...rendered,
    config: parsed(shown.given, values),
    chart: {
      // A version `1.10` is no number.
      metadata: parsed(shown.metadata, FAILSAFE_SCHEMA),
      values: parsed(shown.values, values),
      files: [definitions],
    },
  }
}

/** What a chart's metadata calls it. @throws AppFailure `helm-bad-output` */
export function chartNameIn(metadata: string): string {
  const { name } = parsed(metadata, FAILSAFE_SCHEMA)
  return typeof name === 'string' ? name : ''
}

/** As helm's own reader takes merge keys and keys that stand twice. */
const values = CORE_SCHEMA.withTags(mergeTag)

function parsed(text: string, schema: Schema): Values {
  try {
    const value = text.trim() === '' || isTooDeep(text) ? {} : load(text, { schema, json: true })
    return isValues(value) ? value : {}
  } catch (reason) {
    const detail = String(reason).slice(0, 2_000)
    return fail('helm-bad-output', "What helm shows of the chart can't be read.", { cause: 'It is no YAML.', detail })
  }
}

function dateOf(value: string | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(Date.parse(value)) ? '' : value
}
