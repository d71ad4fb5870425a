import type { PlanAction, PlanObject, PlanProblem } from '@shared/model/plan'
import type { ReleaseId } from '@shared/model/release-ref'
import type { SecretSet } from '../../masking/secret-set'
import type { PlainObject } from '../../records/manifest'
import type { Asked } from '../asking/asked'
import { diffObjects, type FieldChange } from '../compare/diff-objects'
import { withoutNoise } from '../compare/noise'
import { isStrategic, lossyLists } from '../compare/three-way'
import { objectKey as randomKey, type Unstable } from '../compare/unstable'
import { groupOf, nameOf, objectId } from '../sides/object-key'
import { isKeptByPolicy, ownerOf } from '../sides/ownership'
import type { DefinitionFile } from '../sides/read-sides'
import { consequenceOf, lossOf } from './effects'
import { shownFields } from './fields'
import { refusalProblem } from './refused'

/** What is the same for all objects of a change. */
export interface JudgeContext {
  readonly release: ReleaseId
  readonly isUninstall: boolean
  readonly takesOwnership: boolean
  readonly takesFields: boolean
  /** helm merges old, new and live itself, which loses entries of some lists. */
  readonly merges: boolean
  /** helm leaves what carries another release's marks (helm 4's uninstall). */
  readonly leavesForeign: boolean
  readonly madeNamespace: string
  readonly definitions: readonly DefinitionFile[]
  readonly unstable: Unstable
  readonly secrets: SecretSet
}

/** What becomes of an object that helm sends. @param old as the revision in use has it; null where it is new */
export function judgeNext(ctx: JudgeContext, next: PlainObject, old: PlainObject | null, asked: Asked): PlanObject {
  const changes = changesOf(next, old, asked)
  const action = actionOf(asked, old, changes)
  const foreign = foreignOwner(ctx, old, asked)
  // helm looks at the owners before it sends anything: what the cluster would say then it never gets to hear.
  const others = [...refusalsOf(ctx, asked), ...warningsOf(asked), ...lossesOfMerge(ctx, next)]
  const problems = [...missingKind(ctx, next, asked), ...foreign, ...(foreign.some(({ stops }) => stops) ? [] : others)]
  return shown(ctx, { object: next, asked, action, changes, problems })
}

/** What becomes of an object that is in the release no more; null where there is nothing to tell. */
export function judgeGone(ctx: JudgeContext, old: PlainObject, asked: Asked): PlanObject | null {
  if (asked.isKindMissing || (asked.live === null && asked.isLiveKnown)) return null
  const { live } = asked
  const isKept = isKeptByPolicy(ctx.isUninstall ? old : (live ?? old)) || leavesForeign(ctx, live)
  const action: PlanAction = isKept ? 'kept' : 'removed'
  const problems = isKept ? [] : [...lossOf(action, asked), ...refusalsOf(ctx, asked)]
  return shown(ctx, { object: old, asked, action, changes: [], problems })
}

interface Judged {
  readonly object: PlainObject
  readonly asked: Asked
  readonly action: PlanAction
  readonly changes: readonly FieldChange[]
  readonly problems: readonly PlanProblem[]
}

function shown(ctx: JudgeContext, { object, asked, action, changes, problems }: Judged): PlanObject {
  const { apiVersion, kind, name } = nameOf(object)
  const { namespace, live } = asked
  const { unstable, secrets } = ctx
  const key = randomKey(object)
  const random = unstable.fields.get(key) ?? []
  const mask = (text: string): string => secrets.mask(text).text
  return {
    id: objectId(object, namespace),
    ...{ apiVersion, kind, namespace, name, action },
    fields: shownFields({ object, live, changes, random, secrets }),
    fieldCount: changes.length,
    problems: problems.map((one) => ({ ...one, message: mask(one.message), detail: mask(one.detail).slice(0, 2_000) })),
    consequence: consequenceOf(action, asked, changes),
    ...(unstable.objects.includes(key) && { random: true as const }),
  }
}

/** The difference that the change makes in the cluster; between the manifests where the cluster isn't known. */
function changesOf(next: PlainObject, old: PlainObject | null, { live, after, isLiveKnown, by }: Asked): FieldChange[] {
  if (!isLiveKnown) return old === null ? [] : diffObjects(withoutNoise(old), withoutNoise(unmarked(next, old)))
  if (live === null || after === null) return []
  const changes = diffObjects(withoutNoise(live), withoutNoise(after))
  // The server drops what is empty, and our own merge doesn't know which.
  return by === 'merge' ? changes.filter((change) => !isEmpty(change.before) || !isEmpty(change.after)) : changes
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}

/** helm's own marks are in no manifest: against one they would be a difference. */
function unmarked(next: PlainObject, old: PlainObject): PlainObject {
  return { ...next, metadata: { ...next.metadata, ...marksOf(old) } }
}

function marksOf({ metadata }: PlainObject): Pick<PlainObject['metadata'], 'labels' | 'annotations'> {
  return { labels: metadata['labels'], annotations: metadata['annotations'] }
}

function actionOf({ live, isLiveKnown }: Asked, old: PlainObject | null, changes: readonly FieldChange[]): PlanAction {
  if (isLiveKnown && live === null) return old === null ? 'added' : 'restored'
  if (!isLiveKnown && old === null) return 'added'
  return changes.length === 0 ? 'unchanged' : 'changed'
}

function missingKind({ definitions }: JudgeContext, next: PlainObject, { isKindMissing }: Asked): PlanProblem[] {
  if (!isKindMissing) return []
  const { apiVersion, kind } = nameOf(next)
  const comes = definitions.some((one) => one.kind === kind && one.group === groupOf(apiVersion))
  if (comes) {
    const message = `The definition of ${kind} comes with this chart, so the cluster can't check it yet.`
    return [{ kind: 'unchecked', stops: false, message, detail: '' }]
  }
  const message = `The cluster has no ${kind} of ${apiVersion}.`
  return [{ kind: 'will-fail', stops: true, message, detail: '' }]
}

/** helm takes an object that it has not made itself only where it carries this release's marks (requireAdoption). */
function foreignOwner(ctx: JudgeContext, old: PlainObject | null, { live }: Asked): PlanProblem[] {
  if (live === null || old !== null) return []
  const owner = ownerOf(live)
  if (owner?.name === ctx.release.name && owner.namespace === ctx.release.namespace) return []
  const whose = owner === null ? 'no release' : `the release ${owner.name} in ${owner.namespace}`
  return ctx.takesOwnership
    ? [{ kind: 'warning', stops: false, message: `It exists and belongs to ${whose}: helm takes it over.`, detail: '' }]
    : [{ kind: 'foreign-owner', stops: true, message: `It exists and belongs to ${whose}.`, detail: '' }]
}

function leavesForeign(
  { leavesForeign: leaves, release, isUninstall }: JudgeContext,
  live: PlainObject | null,
): boolean {
  if (!leaves || !isUninstall || live === null) return false
  const owner = ownerOf(live)
  return owner !== null && (owner.name !== release.name || owner.namespace !== release.namespace)
}

function refusalsOf(ctx: JudgeContext, { refusals, namespace }: Asked): PlanProblem[] {
  const { madeNamespace, takesFields } = ctx
  return refusals.map((refusal) => refusalProblem(refusal, { namespace, madeNamespace, takesFields }))
}

function warningsOf({ warnings }: Asked): PlanProblem[] {
  return [...new Set(warnings)].map((message) => ({
    kind: /\bdeprecated\b|\bunavailable in\b/.test(message) ? 'deprecated' : 'warning',
    stops: false,
    message: `The cluster warns: ${message}.`,
    detail: '',
  }))
}

function lossesOfMerge({ merges }: JudgeContext, next: PlainObject): PlanProblem[] {
  const { apiVersion, kind } = nameOf(next)
  if (!merges || !isStrategic(apiVersion, kind)) return []
  return lossyLists(next).map((path) => ({
    kind: 'warning',
    stops: false,
    message: `helm may lose an entry of ${path}: two of them have the same key when objects are merged.`,
    detail: '',
  }))
}
