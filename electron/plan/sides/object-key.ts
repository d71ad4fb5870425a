import type { PlainObject } from '../../records/manifest'
import { isValues, type Values } from '../../records/values'

/** What an object is called, with the namespace that its manifest leaves to the release. */
export interface ObjectName {
  readonly apiVersion: string
  readonly kind: string
  /** '' where the manifest names none. */
  readonly namespace: string
  readonly name: string
}

/** The name of an object; texts are empty where it has none. */
export function nameOf({ apiVersion, kind, metadata }: PlainObject): ObjectName {
  return {
    apiVersion: textOf(apiVersion),
    kind,
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
  }
}

/**
 * The same for the same object of two manifests: helm tells them apart by group, kind, namespace and name, not by the version of
 * their API (pkg/kube, isMatchingInfo).
 */
export function objectKey(object: PlainObject, releaseNamespace: string): string {
  const { apiVersion, kind, namespace, name } = nameOf(object)
  return JSON.stringify([groupOf(apiVersion), kind, namespace || releaseNamespace, name])
}

/** `PlanObject.id`, and the same in a drift. @param namespace where it is in the cluster; '' for kinds without */
export function objectId(object: PlainObject, namespace: string): string {
  const { apiVersion, kind, name } = nameOf(object)
  return `${apiVersion}/${kind}/${namespace}/${name}`
}

/** `apps` of `apps/v1`; '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** A map inside of an object; an empty one where there is none. */
export function mapIn(value: unknown, name: string): Values {
  const found = isValues(value) ? value[name] : undefined
  return isValues(found) ? found : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
