import { optionsOfRequest } from '@shared/change-options/derived'
import type { Plan, PlanMethod } from '@shared/model/plan'
import type { ReadOutside } from '../charts/guide/read-outside'
import type { HelmRunner } from '../helm/run'
import type { ApiClient } from '../kube/api-client'
import { createDiscovery } from '../kube/discovery'
import type { ClusterTarget } from '../kube/target'
import { refuseBadRequest } from '../operations/change/refusals'
import { withVersion, type NewestVersion } from '../operations/request/change-command'
import { revisionInUse } from '../operations/verdict/release-state'
import { readRevisions, readStored } from '../records/read-record'
import { recordName } from '../records/record-name'
import type { ReadLeft } from '../releases/left-definitions'
import { newestOf, type RevisionMark } from '../records/revision-mark'
import { askCluster } from './asking/ask-cluster'
import type { ApplyWay } from './asking/ask-object'
import { knownDefinitions, leftDefinitions } from './asking/definitions'
import { applyWayOf } from './asking/way'
import type { Judgement } from './judging/judge'
import type { ChartMemory } from './chart-memory'
import { askedChart } from './asked-chart'
import type { MadePlan, PlannedChange } from './made-plan'
import { workOnPlan } from './plan-work'
import type { Rendering, Sides } from './sides/read-sides'

export interface PlanDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly newestVersion: NewestVersion
  readonly readOutside: ReadOutside
  /** A folder for the owner alone, where a kept chart is read where it can't be an open file. */
  readonly root: string
  readonly readLeft: ReadLeft
  readonly memory: ChartMemory
  readonly now: () => Date
}

/** One plan that is being made. */
export interface PlanRequest {
  readonly id: string
  readonly target: ClusterTarget
  readonly change: PlannedChange
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
  /** What an earlier plan of the same change found out about its chart. */
  readonly known?: Pick<Sides, 'unstable' | 'definitions'>
}

/**
 * Works out what a change would do: what helm would send, what the cluster would make of it.
 * @throws AppFailure what helm, the chart or the cluster have against it as a whole; `cancelled`
 */
export async function makePlan(deps: PlanDeps, request: PlanRequest): Promise<MadePlan> {
  const begun = performance.now()
  const { target, signal } = request
  await refuseBadRequest(deps.helm, request.change)
  const change = await withVersion(deps.newestVersion, target, request.change)
  const client = deps.clientFor(target)
  const [marks, features] = await Promise.all([
    readRevisions(client, change.namespace, change.name, signal),
    deps.helm.capabilities(),
  ])
  const sides = await readAll(deps, { ...request, change }, marks)
  const options = optionsOfRequest({ ...change })
  const way = applyWayOf({ verb: change.verb, options, features, applyMethod: sides.applyMethod })
  const { namespace } = change
  const takesFields = options.force_conflicts
  const ask = { client, discovery: createDiscovery(client), namespace, way, takesFields, signal }
  const [answers, known, left] = await Promise.all([
    askCluster(ask, sides, request.onProgress),
    knownDefinitions(client, sides.definitions, signal),
    change.verb === 'uninstall' ? leftDefinitions(deps, target, sides) : [],
  ])
  const judgement = await workOnPlan('judge', {
    sides,
    next: [...answers.next],
    gone: [...answers.gone],
    left,
    known,
    context: {
      release: { namespace, name: change.name },
      takesOwnership: options.take_ownership,
      takesFields,
      merges: way === 'merge',
      leavesForeign: features.serverSide,
      madeNamespace: change.verb === 'install' && change.create_namespace === true ? namespace : '',
    },
    facts: {
      ...{ verb: change.verb, name: change.name, marks, from: fromOf(change, marks) },
      waits: options.wait,
      waitsForAddresses: features.waitsForAddresses && options.wait_strategy !== 'legacy',
      historyMax: options.history_max ?? 10,
      keepsHistory: options.keep_history,
    },
  })
  const plan = planOf({ ...request, change }, { deps, marks, judgement, way, begun })
  return { plan, change: request.change, sides, ...answers }
}

interface Known {
  readonly deps: PlanDeps
  readonly marks: readonly RevisionMark[]
  readonly judgement: Judgement
  readonly way: ApplyWay
  readonly begun: number
}

function planOf({ id, target, change }: PlanRequest, { deps, marks, judgement, way, begun }: Known): Plan {
  const { method, ...rest } = judgement
  const newest = newestOf(marks)?.revision ?? 0
  const isUninstall = change.verb === 'uninstall'
  return {
    id,
    context: target.context,
    namespace: change.namespace,
    name: change.name,
    verb: change.verb,
    fromRevision: fromOf(change, marks),
    toRevision: isUninstall ? newest : newest + 1,
    madeAt: deps.now().toISOString(),
    tookMs: Math.round(performance.now() - begun),
    method: method === 'text' ? 'text' : methodOf(way),
    ...rest,
  }
}

function methodOf(way: ApplyWay): PlanMethod {
  return way === 'apply' ? 'server-side' : 'three-way'
}

/** The revision whose objects helm compares with; 0 where there is none. */
function fromOf({ verb }: PlannedChange, marks: readonly RevisionMark[]): number {
  if (verb === 'install') return 0
  return (verb === 'upgrade' ? revisionInUse(marks) : newestOf(marks))?.revision ?? 0
}

/**
 * What helm stored and what it would send. A chart whose record isn't all of it, or that may give something else each time, is
 * rendered twice; that it is one is remembered, so that a person who plans it again waits for both at once.
 */
async function readAll(deps: PlanDeps, request: PlanRequest, marks: readonly RevisionMark[]): Promise<Sides> {
  const { change, target, signal, known } = request
  const client = deps.clientFor(target)
  const { namespace, name, verb } = change
  const stored = (revision: number): Promise<string | null> =>
    readStored(client, namespace, recordName(name, revision), signal)
  const from = fromOf(change, marks)
  const chart = askedChart(deps, request, marks)
  const isTwice = known === undefined && deps.memory.isTwice(...chart.key)
  const [current, going, first, more] = await Promise.all([
    from === 0 ? null : stored(from),
    verb === 'rollback' ? stored(change.revision) : null,
    chart.render(),
    isTwice ? chart.more() : null,
  ])
  const read = (rendered: readonly Rendering[], definitions: string): Promise<Sides> =>
    workOnPlan('read-sides', {
      ...{ verb, release: { namespace, name }, rendered, current, target: going, definitions },
      skipsHooks: change.no_hooks === true,
    })
  if (more !== null) return read([...first, ...more.rendered], more.definitions)
  const sides = await read(first, '')
  if (known !== undefined) return { ...sides, unstable: known.unstable, definitions: known.definitions }
  if (first.length === 0 || sides.isStable) return sides
  deps.memory.noteTwice(...chart.key)
  const { rendered, definitions } = await chart.more()
  return read([...first, ...rendered], definitions)
}
