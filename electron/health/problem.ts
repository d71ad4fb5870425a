import type { KindWatch } from './kind-watch'
import type { WorkloadKind } from '../kube/live/watch/workload'

const plurals: Readonly<Record<WorkloadKind, string>> = {
  Deployment: 'Deployments',
  StatefulSet: 'StatefulSets',
  DaemonSet: 'DaemonSets',
  Job: 'Jobs',
  PersistentVolumeClaim: 'PersistentVolumeClaims',
}

type KindState = Pick<KindWatch, 'kind' | 'coverage' | 'isWide' | 'lost'>

/**
 * Why health is not known, or not of now, in one sentence; '' where there is nothing to tell.
 * @param namespaces those that are followed where the whole cluster may not be read
 */
export function problemOf(kinds: readonly KindState[], namespaces: readonly string[]): string {
  const [lost] = kinds.flatMap((kind) => kind.lost() ?? [])
  if (lost !== undefined) return `${lost.message} Showing the last known health.`
  const refused = kinds.filter((kind) => !kind.isWide() && isRefusedSomewhere(kind, namespaces))
  if (refused.length === 0) return ''
  const where = placesOf(refused, namespaces)
  return `You may not list ${listed(refused.map(({ kind }) => plurals[kind]))}${where}, so their health is unknown there.`
}

function isRefusedSomewhere({ coverage }: KindState, namespaces: readonly string[]): boolean {
  return namespaces.length === 0 || namespaces.some((namespace) => coverage(namespace) === 'denied')
}

const fewNamespaces = 3

function placesOf(refused: readonly KindState[], namespaces: readonly string[]): string {
  const places = namespaces.filter((namespace) => refused.some(({ coverage }) => coverage(namespace) === 'denied'))
  if (places.length === 0) return ' in the whole cluster'
  const more = places.length - fewNamespaces
  const named = places.slice(0, fewNamespaces)
  return ` in ${listed(more > 0 ? [...named, `${more} more ${more === 1 ? 'namespace' : 'namespaces'}`] : named)}`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
