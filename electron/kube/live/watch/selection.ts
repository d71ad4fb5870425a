import { collectionPath, type Resource } from '../../discovery'

/** Objects of one kind, as somebody wants to follow them. */
export interface Selection {
  readonly apiVersion: string
  readonly kind: string
  readonly resource: Resource
  /** '' for the whole cluster, and for kinds without namespaces. */
  readonly namespace: string
  /** '' for all. */
  readonly labelSelector: string
  /** Only the objects of these names; null for all. */
  readonly names: ReadonlySet<string> | null
  /** Whether names, owners and versions are enough: then the objects' contents stay in the cluster. */
  readonly isHeadEnough: boolean
  /** Another label selector that is known to find all of these objects. */
  readonly foundBy?: string
}

/** The name, where a single one is wanted: the cluster then need not send the others. */
export function onlyName({ names }: Selection): string | undefined {
  return names?.size === 1 ? names.keys().next().value : undefined
}

/** Equal for selections that are one and the same watch. */
export function watchKey(selection: Selection): string {
  const { labelSelector, isHeadEnough } = selection
  return JSON.stringify([pathOf(selection), labelSelector, onlyName(selection) ?? '', isHeadEnough])
}

export function pathOf({ apiVersion, resource, namespace }: Selection): string {
  return collectionPath(apiVersion, resource, namespace)
}

/** Whether a watch of the one finds everything that the other is about. */
export function covers(one: Selection, other: Selection): boolean {
  const { apiVersion, resource, namespace, labelSelector, isHeadEnough } = one
  const isSameKind = apiVersion === other.apiVersion && resource.plural === other.resource.plural
  const only = onlyName(one)
  return (
    isSameKind &&
    (namespace === '' || namespace === other.namespace) &&
    (!isHeadEnough || other.isHeadEnough) &&
    (only === undefined || only === onlyName(other)) &&
    (labelSelector === other.labelSelector || (labelSelector === other.foundBy && other.labelSelector === ''))
  )
}

/** Whether an object is among those of a selection, as far as place and name tell. */
export function isOf(
  { namespace, names }: Selection,
  item: { readonly namespace: string; readonly name: string },
): boolean {
  return (namespace === '' || namespace === item.namespace) && (names === null || names.has(item.name))
}
