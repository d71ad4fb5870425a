import type { PlanAction, PlanProblem } from '@shared/model/plan'
import type { PlainObject } from '../../records/manifest'
import { isValues, type Values } from '../../records/values'
import type { Asked } from '../asking/asked'
import type { FieldChange } from '../compare/diff-objects'
import { mapIn, nameOf } from '../sides/object-key'

/** What goes with an object, or stays lost. */
export function lossOf(action: PlanAction, { live, reclaim }: Asked): PlanProblem[] {
  if (live === null || action !== 'removed') return []
  const message = lossWords(live, reclaim)
  return message === '' ? [] : [{ kind: 'data-loss', stops: false, message, detail: '' }]
}

function lossWords(live: PlainObject, reclaim: string): string {
  switch (live.kind) {
    case 'PersistentVolumeClaim':
      return claimWords(live, reclaim)
    case 'Namespace':
      return `Everything in the namespace ${nameOf(live).name} is deleted with it.`
    case 'CustomResourceDefinition':
      return 'Every object of its kind in the whole cluster is deleted with it.'
    case 'StatefulSet': {
      const policy = mapIn(mapIn(live, 'spec'), 'persistentVolumeClaimRetentionPolicy')
      return policy['whenDeleted'] === 'Delete' ? 'Its volume claims are deleted with it.' : ''
    }
    default:
      return ''
  }
}

function claimWords(live: PlainObject, reclaim: string): string {
  const size = mapIn(mapIn(live, 'status'), 'capacity')['storage'] ?? wantedSize(live)
  const sized = typeof size === 'string' ? ` of ${size}` : ''
  if (reclaim === 'Retain')
    return `The volume${sized} stays, but nothing uses it any more (it is reclaimed with Retain).`
  const how = reclaim === '' ? '' : ` (it is reclaimed with ${reclaim})`
  return `The volume${sized} and its data are deleted with it${how}.`
}

function wantedSize(live: PlainObject): unknown {
  return mapIn(mapIn(mapIn(live, 'spec'), 'resources'), 'requests')['storage']
}

const rolling = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])

/** What a change of an object means for what runs; '' where it means nothing that is seen at once. */
export function consequenceOf(action: PlanAction, { live, after }: Asked, changes: readonly FieldChange[]): string {
  if (live === null || after === null || action !== 'changed') return ''
  if (live.kind === 'Service') return addressWords(live, after)
  if (!rolling.has(live.kind)) return ''
  const replaces = changes.some(({ path }) => path[0] === 'spec' && path[1] === 'template')
  const sentences = [scaleWords(live, after), replaces ? replaceWords(live, after) : '']
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function addressWords(live: PlainObject, after: PlainObject): string {
  const [from, to] = [mapIn(live, 'spec')['clusterIP'], mapIn(after, 'spec')['clusterIP']]
  return typeof from === 'string' && from !== to ? `It loses its address ${from}.` : ''
}

function scaleWords(live: PlainObject, after: PlainObject): string {
  const [from, to] = [mapIn(live, 'spec')['replicas'], mapIn(after, 'spec')['replicas']]
  if (typeof from !== 'number' || typeof to !== 'number' || from === to) return ''
  if (to === 0) return `All ${from} pods stop.`
  return to > from ? `It grows from ${from} to ${pods(to)}.` : `It shrinks from ${from} to ${pods(to)}.`
}

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`
}

function replaceWords(live: PlainObject, after: PlainObject): string {
  const running = runningPods(live)
  const all =
    running === null || running === 0 ? 'Its pods are' : running === 1 ? 'Its pod is' : `All ${running} pods are`
  const strategy = mapIn(mapIn(after, 'spec'), after.kind === 'Deployment' ? 'strategy' : 'updateStrategy')
  if (strategy['type'] === 'OnDelete') return 'Its pods are replaced only when somebody deletes them (OnDelete).'
  if (strategy['type'] === 'Recreate') return `${all} stopped, then started anew (Recreate).`
  return `${all} replaced${pace(mapIn(strategy, 'rollingUpdate'))}.`
}

function runningPods(live: PlainObject): number | null {
  const status: Values = mapIn(live, 'status')
  const count = live.kind === 'DaemonSet' ? status['desiredNumberScheduled'] : mapIn(live, 'spec')['replicas']
  return typeof count === 'number' ? count : null
}

function pace(rollingUpdate: Values): string {
  const parts = ['maxSurge', 'maxUnavailable', 'partition'].flatMap((name) => {
    const value = rollingUpdate[name]
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : []
  })
  return parts.length === 0 ? '' : ` step by step (${parts.join(', ')})`
}

/** Whether an object is one that others have to be reached by. */
export function isLoadBalancer({ kind, ...rest }: PlainObject): boolean {
  const spec = rest['spec']
  return kind === 'Service' && isValues(spec) && spec['type'] === 'LoadBalancer'
}
