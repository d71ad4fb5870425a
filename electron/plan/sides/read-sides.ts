import { z } from 'zod'
import type { Plan, PlanHook, PlannedVerb } from '@shared/model/plan'
import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import { splitDocuments } from '@shared/yaml-documents'
import { secretsOf } from '../../masking/find-secrets'
import { readRelease } from '../../records/decode-jobs'
import { objectsIn, type PlainObject } from '../../records/manifest'
import { maxDepth, isDeepJson } from '../../records/nesting'
import { payloadShape, type RawPayload } from '../../records/payload'
import { payloadSecrets } from '../../records/payload-secrets'
import { definitionText } from '../../records/revision-view'
import { unstableFields, type Unstable } from '../compare/unstable'
import { hookIn, hookObjects, hooksOf } from './hooks'
import { nameOf, objectKey } from './object-key'
import { owned } from './ownership'

/** What helm rendered: the release as JSON, or, where the cluster can't take it yet, the YAML of `helm template`. */
export type Rendering = { readonly json: string } | { readonly yaml: string }

/** What the sides of a plan are read from. */
export interface SidesInput {
  readonly verb: PlannedVerb
  readonly release: ReleaseId
  /** What helm rendered, once or twice; empty where nothing is rendered. */
  readonly rendered: readonly Rendering[]
  /** The record of the revision that helm starts from, as its driver stores it; null where there is none. */
  readonly current: string | null
  /** The same of the revision that a rollback goes to. */
  readonly target: string | null
  /** The definitions that come with the chart and the charts it depends on (`helm show crds`); '' where that isn't known. */
  readonly definitions: string
  readonly skipsHooks: boolean
}

/** A definition that comes with the chart, outside of its templates. */
export interface DefinitionFile {
  readonly name: string
  readonly group: string
  readonly kind: string
}

/** What helm stored and what it would send, as plain objects. It holds secrets, and never leaves the main process. */
export interface Sides {
  /** What helm sends, with its own marks, in the manifest's order; each object once. */
  readonly next: readonly PlainObject[]
  /** What it applied last, without those marks: helm 3 merges with that. */
  readonly old: readonly PlainObject[]
  readonly hooks: readonly PlanHook[]
  /** What the hooks are made of, of the revision that is to be, and of the one that runs. */
  readonly hookObjects: readonly PlainObject[]
  readonly oldHookObjects: readonly PlainObject[]
  readonly definitions: readonly DefinitionFile[]
  readonly chart: Plan['chart']
  /** `ssa`, `csa` or '': how the change is applied, as far as helm says. */
  readonly applyMethod: string
  /** The rendered manifest, to see later whether helm still renders the same; '' where nothing is rendered. */
  readonly manifest: string
  /** The hooks that were rendered, as helm has them. */
  readonly hookTexts: readonly { readonly path: string; readonly manifest: string }[]
  readonly secrets: readonly string[]
  readonly unstable: Unstable
  /**
   * Whether the record tells all of the chart, and that it makes nothing anew each time: it depends on no others, whose files helm
   * does not store, and none of its templates could.
   */
  readonly isStable: boolean
}

/** Reads the sides. @throws AppFailure `helm-bad-output` for what helm should not have written */
export function readSides(input: SidesInput): Sides {
  const { verb, release } = input
  const [first, second] = input.rendered.map(renderedIn)
  const current = input.current === null ? null : readRelease(input.current)
  const target = input.target === null ? null : readRelease(input.target)
  const next = first ?? target
  const objects = next === null ? [] : manifestOf(next)
  const running = verb === 'uninstall' ? current : next
  const hooks = running?.hooks ?? []
  return {
    next: verb === 'uninstall' ? [] : onceEach(objects, release).map((object) => owned(object, release)),
    old: current === null ? [] : onceEach(manifestOf(current), release),
    hooks: input.skipsHooks ? [] : hooksOf(verb, hooks),
    hookObjects: verb === 'uninstall' ? [] : hookObjects(hooks),
    oldHookObjects: hookObjects(current?.hooks ?? []),
    definitions: definitionsIn([input.definitions, ...definitionTexts(running ?? null)]),
    chart: chartOf(running ?? null),
    applyMethod: (first ?? (verb === 'rollback' ? target : null))?.apply_method ?? '',
    manifest: first?.manifest ?? '',
    hookTexts: (first?.hooks ?? []).map(({ path, manifest }) => ({ path: path ?? '', manifest })),
    secrets: [...new Set([first, current, target].flatMap((one) => (one ? payloadSecrets(one) : [])))],
    unstable: unstableFields(objects, second === undefined ? objects : manifestOf(second)),
    isStable: first !== undefined && isWholeChart(first) && !templatesOf(first.chart).some(changesEachTime),
  }
}

/** A rendering as a release. @throws AppFailure `helm-bad-output` for what helm should not have written */
export function renderedIn(rendering: Rendering): RawPayload {
  if ('yaml' in rendering) return templatedIn(rendering.yaml)
  const { json } = rendering
  const value = isDeepJson(json) ? undefined : parsed(json)
  const { data, error } = payloadShape.safeParse(value)
  if (data !== undefined) return data
  return fail('helm-bad-output', "What helm rendered can't be read.", {
    cause: value === undefined ? `It is no JSON, or nested more than ${maxDepth} levels deep.` : 'It has another form.',
    detail: z.prettifyError(error).slice(0, 2_000),
  })
}

/** `helm template` writes hooks beside all others: their annotations tell what they are. */
function templatedIn(yaml: string): RawPayload {
  const documents = splitDocuments(yaml)
  const hooks = documents.flatMap((manifest) => objectsIn(manifest).flatMap((object) => hookIn(object, manifest) ?? []))
  const manifest = documents.filter((text) => !objectsIn(text).some((object) => hookIn(object, text) !== null)).join('')
  return { name: '-', version: 1, info: {}, chart: { metadata: {} }, manifest, hooks }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The objects of a manifest as plain data, in its order; lists are opened. */
export function manifestOf({ manifest }: Pick<RawPayload, 'manifest'>): PlainObject[] {
  return splitDocuments(manifest ?? '').flatMap(objectsIn)
}

/** Of an object that stands in a manifest twice the last one counts: helm sends both, one after the other. */
export function onceEach(objects: readonly PlainObject[], { namespace }: Pick<ReleaseId, 'namespace'>): PlainObject[] {
  return [...new Map(objects.map((object) => [objectKey(object, namespace), object])).values()]
}

/** Functions of templates that give something else each time. */
const changing =
  /\b(?:rand|gen[A-Z]|uuid|now\b|date\b|unixEpoch|shuffle|htpasswd|bcrypt|encryptAES|derivePassword|buildCustomCert)/

const templateShape = z.object({ data: z.string() })

/** A chart that isn't named as a dependency, but lies in `charts/`, is told by the objects that its templates make. */
function isWholeChart({ chart, manifest }: RawPayload): boolean {
  const { dependencies } = chart.metadata
  if (templatesOf(chart).length === 0 || (Array.isArray(dependencies) && dependencies.length > 0)) return false
  return !/^# Source: .*\/charts\//m.test(manifest ?? '')
}

function templatesOf({ templates }: RawPayload['chart']): readonly unknown[] {
  return Array.isArray(templates) ? templates : []
}

function changesEachTime(template: unknown): boolean {
  const { data } = templateShape.safeParse(template)
  return data === undefined || changing.test(Buffer.from(data.data, 'base64').toString('utf8'))
}

/** What the chart of a release is called; null where that isn't told. */
export function chartOf(payload: RawPayload | null): Plan['chart'] {
  if (payload === null) return null
  const { name, version, appVersion } = payload.chart.metadata
  if (name === undefined || name === null) return null
  return { name, version: version ?? '', appVersion: appVersion ?? '' }
}

const definitionShape = z.object({
  spec: z.object({ group: z.string().max(253), names: z.object({ kind: z.string().max(253) }) }),
})

/** What the record has of them, which is those of the chart itself. */
export function definitionTexts(payload: RawPayload | null): string[] {
  const files: unknown = payload?.chart['files']
  return Array.isArray(files) ? files.map(definitionText) : []
}

/** What a definition defines; null where that can't be read. */
export function definitionIn(object: PlainObject): DefinitionFile | null {
  const spec = definitionShape.safeParse(object).data?.spec
  return spec === undefined ? null : { name: nameOf(object).name, group: spec.group, kind: spec.names.kind }
}

function definitionsIn(texts: readonly string[]): DefinitionFile[] {
  const found = texts
    .flatMap(splitDocuments)
    .flatMap(objectsIn)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .flatMap((object) => definitionIn(object) ?? [])
  return [...new Map(found.map((one) => [one.name, one])).values()]
}

/** What is secret in objects of a cluster. */
export function secretsInObjects(objects: readonly unknown[]): string[] {
  return secretsOf({ values: objects, yaml: [] })
}
