import { collectionPath } from '../kube/discovery'

/** What a driver's records are kept in. */
export type RecordResource = 'secrets' | 'configmaps'

/** The path of a namespace's records, or of the whole cluster's (''). */
export function recordsPath(resource: RecordResource, namespace: string): string {
  return collectionPath('v1', { plural: resource, namespaced: true }, namespace)
}

/** The path of one record. */
export function recordPath(resource: RecordResource, namespace: string, name: string): string {
  return `${recordsPath(resource, namespace)}/${encodeURIComponent(name)}`
}

/** The name of the Secret or ConfigMap that holds a revision (helm pkg/storage, makeKey). */
export function recordName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`
}

/** Release and revision of a record named so; null for a name that is none of helm's. */
export function parseRecordName(name: string): { readonly release: string; readonly revision: number } | null {
  const [, release = '', revision = ''] = /^sh\.helm\.release\.v1\.(.+)\.v([1-9]\d{0,8})$/.exec(name) ?? []
  return release === '' ? null : { release, revision: Number(revision) }
}
