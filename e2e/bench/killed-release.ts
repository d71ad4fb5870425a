import type { Change } from '../../electron/operations/request/change'
import { deployment, plain, writeChart, type OperationLab } from './operation-lab'

export const namespace = 'default'
export const verbs = ['install', 'upgrade', 'upgrade that rolls back', 'rollback', 'uninstall', 'test'] as const
export type Verb = (typeof verbs)[number]

/** Makes the release as the verb needs it; gives the change that is to be cut off. */
export async function prepare(lab: OperationLab, folder: string, verb: Verb, release: string): Promise<Change> {
  const charts = ['1.0.0', '2.0.0'].map((version) => writeChart(folder, release, version, objectsOf(release, version)))
  const [first = '', second = ''] = charts
  const place = { name: release, namespace, timeout_seconds: 60 }
  if (verb === 'install') return { verb, ...place, chart: first }
  await lab.byHand('install', release, first, '-n', namespace, '--no-hooks')
  switch (verb) {
    case 'upgrade':
      return { verb, ...place, chart: second, values: '{}' }
    case 'upgrade that rolls back':
      // It runs out of time, so that the kill may also meet helm while it rolls back.
      return { verb: 'upgrade', ...place, timeout_seconds: 1, chart: second, values: '{}', rollback_on_failure: true }
    case 'rollback':
      await lab.byHand('upgrade', release, second, '-n', namespace, '--no-hooks')
      return { verb, ...place, revision: 1 }
    case 'uninstall':
    case 'test':
      return { verb, ...place }
  }
}

/** Every phase that helm has: hooks before and after, objects that get ready in their time. */
function objectsOf(name: string, version: string): object[] {
  const slow = { 'wheelhouse.dev/ready-after': version === '1.0.0' ? '500ms' : '800ms' }
  const events = [
    'pre-install,pre-upgrade,pre-rollback,pre-delete',
    'post-install,post-upgrade,post-rollback,post-delete',
  ]
  const hooks = events.map((hook, at) => job(`${name}-hook-${at}`, hook))
  return [
    plain('ConfigMap', `${name}-map`),
    deployment(name, slow, `a:${version}`),
    ...hooks,
    job(`${name}-test`, 'test'),
  ]
}

function job(name: string, hook: string): object {
  const annotations = { 'wheelhouse.dev/complete-after': '300ms' }
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.test/a:1' }] }
  const template = { metadata: { annotations }, spec }
  const metadata = { name, annotations: { 'helm.sh/hook': hook } }
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 0, template } }
}
