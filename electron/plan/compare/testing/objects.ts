import type { PlainObject } from '../../../records/manifest'

type Fields = Readonly<Record<string, unknown>>

export function object(apiVersion: string, kind: string, fields: Fields = {}): PlainObject {
  return { apiVersion, kind, metadata: { name: 'a', namespace: 'n' }, ...fields }
}

/** A Deployment with one container. */
export function deployment(container: Fields = {}, podSpec: Fields = {}, spec: Fields = {}): PlainObject {
  const containers = [{ name: 'web', image: 'registry.test/web:1', ...container }]
  return object('apps/v1', 'Deployment', { spec: { template: { spec: { containers, ...podSpec } }, ...spec } })
}

export function service(...ports: readonly Fields[]): PlainObject {
  return object('v1', 'Service', { spec: { ports } })
}

export function configMap(data: Fields): PlainObject {
  return object('v1', 'ConfigMap', { data })
}
