import { planActions, type Plan, type PlanDefinition, type PlanObject } from '@shared/model/plan'
import { createSecretSet } from '../../masking/secret-set'
import type { PlainObject } from '../../records/manifest'
import type { Asked } from '../asking/asked'
import { imageChanges, imagesIn } from '../sides/images'
import { objectKey } from '../sides/object-key'
import { definitionIn, secretsInObjects, type DefinitionFile, type Sides } from '../sides/read-sides'
import { judgeGone, judgeNext, type JudgeContext } from './judge-object'
import { managerOf, releaseNotes, releaseProblems, type ReleaseFacts } from './release-notes'

/** What the cluster said of an object, by its `objectKey`. */
export type Answer = readonly [key: string, asked: Asked]

export interface JudgeInput {
  readonly sides: Sides
  readonly next: readonly Answer[]
  readonly gone: readonly Answer[]
  readonly context: Omit<JudgeContext, 'secrets' | 'unstable' | 'definitions' | 'isUninstall'>
  readonly facts: ReleaseFacts
  /** Definitions that stay in the cluster after an uninstall. */
  readonly left: readonly string[]
  /** Of the chart's definitions, those that the cluster has; null where that may not be known. */
  readonly known: readonly string[] | null
}

/** What is worked out of all sides; the rest of a plan is known without. */
export type Judgement = Pick<
  Plan,
  'objects' | 'hooks' | 'definitions' | 'images' | 'problems' | 'notes' | 'managedBy' | 'chart'
> & { readonly method: 'asked' | 'text' }

/** Works a plan out of what helm stored, what it would send and what the cluster says. */
export function judge(input: JudgeInput): Judgement {
  const { sides, facts } = input
  const { namespace } = input.context.release
  const answers = [...input.next, ...input.gone].map(([, asked]) => asked)
  const secrets = createSecretSet([...sides.secrets, ...secretsInObjects(answers.flatMap(bothOf))])
  const isUninstall = facts.verb === 'uninstall'
  const definitions = [...sides.definitions, ...templatedDefinitions(sides.next)]
  const ctx = { ...input.context, isUninstall, secrets, unstable: sides.unstable, definitions }
  const old = new Map(sides.old.map((object) => [objectKey(object, namespace), object]))
  const asked = new Map(input.next)
  const next = sides.next.flatMap((object) => {
    const key = objectKey(object, namespace)
    const answer = asked.get(key)
    return answer === undefined ? [] : [judgeNext(ctx, object, old.get(key) ?? null, answer)]
  })
  const gone = input.gone.flatMap(([key, answer]) => {
    const object = old.get(key)
    return (object === undefined ? null : judgeGone(ctx, object, answer)) ?? []
  })
  const live = answers.flatMap((one) => one.live ?? [])
  return {
    objects: [...next, ...gone].sort(byDanger),
    hooks: sides.hooks.map((hook) => ({ ...hook, namespace: hook.namespace || namespace })),
    definitions: definitionsOf(input),
    images: imageChanges(
      imagesIn([...(live.length > 0 ? live : sides.old), ...sides.oldHookObjects]),
      imagesIn([...sides.next, ...sides.hookObjects]),
    ),
    problems: releaseProblems(facts),
    notes: releaseNotes(facts, sides.next),
    managedBy: managerOf(live),
    chart: sides.chart,
    method: isTextOnly(input.next) ? 'text' : 'asked',
  }
}

function bothOf({ live, after }: Asked): PlainObject[] {
  return [live, after].flatMap((one) => one ?? [])
}

/** Nobody could be asked: every object that is there may only be looked at. */
function isTextOnly(next: readonly Answer[]): boolean {
  const there = next.filter(([, { live }]) => live !== null)
  return there.length > 0 && there.every(([, { by, refusals }]) => by !== 'server' && refusals.some(isForbidden))
}

function isForbidden({ status }: { readonly status: number }): boolean {
  return status === 403
}

function templatedDefinitions(next: readonly PlainObject[]): DefinitionFile[] {
  return next.filter(({ kind }) => kind === 'CustomResourceDefinition').flatMap((object) => definitionIn(object) ?? [])
}

function definitionsOf({ sides, facts, left, known }: JudgeInput): PlanDefinition[] {
  if (facts.verb === 'uninstall') return left.map((name) => ({ name, fate: 'stays', note: '' }))
  if (facts.verb === 'rollback') return []
  return sides.definitions.map(({ name }) => {
    if (facts.verb === 'install' && known?.includes(name) === false) return { name, fate: 'added', note: '' }
    const isMissing = known?.includes(name) === false
    const note = isMissing ? "It is missing from the cluster, and an upgrade doesn't make it." : ''
    return { name, fate: 'untouched', note }
  })
}

/** What stops helm first, then by what becomes of it, kind and name. */
function byDanger(one: PlanObject, other: PlanObject): number {
  return (
    Number(stops(other)) - Number(stops(one)) ||
    planActions.indexOf(one.action) - planActions.indexOf(other.action) ||
    one.kind.localeCompare(other.kind) ||
    one.name.localeCompare(other.name)
  )
}

function stops({ problems }: PlanObject): boolean {
  return problems.some((problem) => problem.stops)
}
