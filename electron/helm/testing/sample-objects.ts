import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Any objects as a chart: each becomes a template. `{{` in them is helm's. */
export function writeObjects(dir: string, name: string, objects: readonly object[], version = '1.0.0'): string {
  const chart = join(dir, `${name}-${version}`)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name, version, appVersion: '1' }))
  writeFileSync(join(chart, 'values.yaml'), 'greeting: hello\n')
  for (const [index, object] of objects.entries()) {
    writeFileSync(join(chart, 'templates', `object-${index}.yaml`), JSON.stringify(object))
  }
  return chart
}

interface PodOptions {
  readonly annotations?: Readonly<Record<string, string>>
  readonly image?: string
}

function podOf(app: string, { annotations = {}, image = 'registry.test/web:1' }: PodOptions): object {
  return { metadata: { labels: { app }, annotations }, spec: { containers: [{ name: 'main', image }] } }
}

/** A Deployment, StatefulSet or DaemonSet. @param options how its pods behave (e2e/cluster/kwok-stages.mjs) */
export function workload(kind: string, name: string, options: PodOptions & { replicas?: number } = {}): object {
  const count = kind === 'DaemonSet' ? {} : { replicas: options.replicas ?? 1 }
  const spec = { ...count, selector: { matchLabels: { app: name } }, template: podOf(name, options) }
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec }
}

/** A Job. @param hook helm's hook event; an ordinary object without */
export function job(name: string, options: PodOptions & { hook?: string } = {}): object {
  const annotations = options.hook === undefined ? {} : { 'helm.sh/hook': options.hook }
  const { metadata, spec } = podOf(name, options) as { metadata: object; spec: object }
  const template = { metadata, spec: { ...spec, restartPolicy: 'Never' } }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, annotations },
    spec: { backoffLimit: 0, template },
  }
}

/** A Pod that is a test of the release. @param annotations how it behaves; its weight */
export function testPod(name: string, annotations: Readonly<Record<string, string>> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations: { 'helm.sh/hook': 'test', ...annotations } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.test/test:1' }] },
  }
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }
}
