import type { ReleaseId } from './release-ref'

/** The changes that can be planned. */
export const plannedVerbs = ['install', 'upgrade', 'rollback', 'uninstall'] as const
export type PlannedVerb = (typeof plannedVerbs)[number]

/**
 * What becomes of an object. `restored`: it is gone from the cluster, and helm makes it again. `recreated`: helm itself
 * deletes it and makes it anew. `kept`: it leaves the release, and its resource policy keeps it in the cluster.
 */
export const planActions = ['removed', 'recreated', 'restored', 'changed', 'added', 'kept', 'unchanged'] as const
export type PlanAction = (typeof planActions)[number]

/**
 * What stands against an object, or goes with it:
 * - `will-fail`: the API server refuses it as helm would send it
 * - `conflict`: somebody else manages fields that helm would set
 * - `missing-right`: the person may not do to it what helm has to do
 * - `foreign-owner`: it exists, and belongs to another release or to nobody
 * - `data-loss`: what it holds goes with it
 * - `deprecated`: a version of the API that the cluster warns of, or serves no more
 * - `unchecked`: the cluster could not be asked, and why
 * - `warning`: anything else that the person should know before
 */
export const planProblemKinds = [
  'will-fail',
  'conflict',
  'missing-right',
  'foreign-owner',
  'data-loss',
  'deprecated',
  'unchecked',
  'warning',
] as const
export type PlanProblemKind = (typeof planProblemKinds)[number]

export interface PlanProblem {
  readonly kind: PlanProblemKind
  /** Whether helm stops at it. */
  readonly stops: boolean
  /** One sentence, secrets masked. */
  readonly message: string
  /** The server's own words, or more about it; ''. */
  readonly detail: string
}

/** One field, before and after; the whole of it where a part of an object comes or goes. */
export interface PlanField {
  /** Keys from the object's root; an item of a list by what tells it apart: `spec`, `containers`, `[web]`, `image`. */
  readonly path: readonly string[]
  /** On one line where it is a plain value, else YAML. Left out: not set. Cut after 2,000 characters. */
  readonly before?: string
  readonly after?: string
  /** A secret: both sides are a mask, and that they differ is all that is told. */
  readonly masked?: true
  /** `random`: the chart makes another value each time. `assigned`: the cluster chooses it. */
  readonly mark?: 'random' | 'assigned'
  /** Who has set the live value, where that is not helm: `kubectl-edit`. */
  readonly manager?: string
}

export interface PlanObject {
  /** `apiVersion/kind/namespace/name`, unique in its plan. */
  readonly id: string
  readonly apiVersion: string
  readonly kind: string
  /** '' for those without one. */
  readonly namespace: string
  readonly name: string
  readonly action: PlanAction
  /** What differs between the cluster now and after; at most 200. */
  readonly fields: readonly PlanField[]
  /** How many differ in all. */
  readonly fieldCount: number
  readonly problems: readonly PlanProblem[]
  /** What follows for what runs: "All 3 pods are replaced."; ''. */
  readonly consequence: string
  /** The chart gives it another name each time. */
  readonly random?: true
}

/** A hook that the change runs. */
export interface PlanHook {
  /** `pre-upgrade`. A hook of several events stands once for each that is run. */
  readonly event: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly weight: number
  /** Whether helm deletes the one of the last time first. */
  readonly recreated: boolean
  /** `hook-succeeded`, `hook-failed`: when helm deletes it afterwards. */
  readonly deletedAfter: readonly string[]
}

/** A CustomResourceDefinition that comes with the chart, outside of its templates. */
export interface PlanDefinition {
  /** `wheels.example.com` */
  readonly name: string
  /** helm makes those that are missing when it installs, and never touches them afterwards. */
  readonly fate: 'added' | 'untouched' | 'stays'
  /** One sentence where there is more to say; ''. */
  readonly note: string
}

export interface PlanImage {
  /** Without tag and digest. */
  readonly name: string
  /** Tags or digests that run now, and after; empty where it is not used. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** How the cluster was asked: as helm 4 applies, as helm 3 patches, not at all (only texts were compared). */
export type PlanMethod = 'server-side' | 'three-way' | 'text'

/** What a change would do, as it was when it was made. Secrets are masked in all of it. */
export interface Plan extends ReleaseId {
  readonly id: string
  readonly context: string
  readonly verb: PlannedVerb
  /** The revision it starts from; 0 where there is none. */
  readonly fromRevision: number
  /** The revision it makes; of an uninstall the one that it removes. */
  readonly toRevision: number
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string } | null
  /** RFC 3339. */
  readonly madeAt: string
  readonly tookMs: number
  readonly method: PlanMethod
  /** Most dangerous first: what stops helm, then by action (`planActions`), kind and name. */
  readonly objects: readonly PlanObject[]
  /** In the order in which helm runs them. */
  readonly hooks: readonly PlanHook[]
  readonly definitions: readonly PlanDefinition[]
  readonly images: readonly PlanImage[]
  /** What stands against the change as a whole. */
  readonly problems: readonly PlanProblem[]
  /** What helm does to the release itself, one sentence each: "Revision 3 is deleted: helm keeps 10." */
  readonly notes: readonly string[]
  /** The manager of the release beside helm: "Argo CD (application shop)"; ''. */
  readonly managedBy: string
}

/** A plan that was asked for by its id, with what is still there of it. */
export interface FoundPlan {
  readonly plan: Plan
  /** Whether its objects are there as texts, too: not where it is only kept on disk, with the change that ran by it. */
  readonly hasTexts: boolean
  /** The change that ran by it; null while none has. */
  readonly run: { readonly operationId: string; readonly startedAt: string } | null
  /** What ended in another way than planned, one sentence each. */
  readonly different: readonly string[]
}

/** Whether helm stops at an object, or at the change as a whole. */
export function stopsAt({ problems }: { readonly problems: readonly Pick<PlanProblem, 'stops'>[] }): boolean {
  return problems.some(({ stops }) => stops)
}

/** Whether helm stops before it has done all of it. */
export function stopsHelm({ objects, problems }: Pick<Plan, 'objects' | 'problems'>): boolean {
  return stopsAt({ problems }) || objects.some(stopsAt)
}

/** An object of a plan as YAML, secrets masked. Null where it isn't there on that side, or can't be told. */
export interface PlanObjectTexts {
  /** In the cluster now, without what the cluster itself adds. */
  readonly live: string | null
  /** In the cluster after the change. */
  readonly after: string | null
  /** As helm applied it last. */
  readonly stored: string | null
  /** As helm would send it. */
  readonly rendered: string | null
}

export interface PlanProgress {
  readonly id: string
  /** Objects that the cluster was asked about, of how many; both 0 while helm renders the chart. */
  readonly done: number
  readonly total: number
}

/** `markdown` and `patch` are to be read, `json` is the plan itself. */
export const planFormats = ['markdown', 'patch', 'json'] as const
export type PlanFormat = (typeof planFormats)[number]
