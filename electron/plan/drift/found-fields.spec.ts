import { describe, expect, it } from 'vitest'
import type { PlainObject } from '../../records/manifest'
import type { Asked } from '../asking/asked'
import { pathText } from '../compare/path-text'
import { foundFields } from './found-fields'

interface Parts {
  readonly stored: object
  readonly live: object
  readonly after?: object
  readonly fresh?: object | null
  readonly by?: Asked['by']
  readonly managed?: readonly object[]
  readonly kind?: string
}

function told({ stored, live, after = live, fresh = null, by = 'server', managed = [], kind = 'Deployment' }: Parts) {
  const object = (part: object, metadata: object = {}): PlainObject => ({
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: { name: 'web', ...metadata },
    ...part,
  })
  const asked: Asked = {
    namespace: 'shop',
    live: object(live, { managedFields: managed }),
    isLiveKnown: true,
    after: object(after),
    by,
    refusals: [],
    warnings: [],
    reclaim: '',
    isKindMissing: false,
  }
  const found = foundFields({ object: object(stored), asked, fresh: fresh === null ? null : object(fresh) })
  return found.map(({ path, stored: says, live: is, owner }) => [pathText(path), says, is, owner?.manager ?? ''])
}

function managedBy(manager: string, fieldsV1: object, subresource = ''): object {
  return { manager, operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1, subresource }
}

const paused = { 'f:spec': { 'f:paused': {} } }

describe('where an object is not as its release says', () => {
  it('has what applying would change, and who has set it', () => {
    const parts = { stored: { spec: { paused: false } }, live: { spec: { paused: true } } }
    expect(told({ ...parts, after: parts.stored, managed: [managedBy('kubectl-edit', paused)] })).toEqual([
      ['spec.paused', false, true, 'kubectl-edit'],
    ])
  })

  it('has what others have added, once, and as they did', () => {
    const main = { name: 'main', image: 'web:1' }
    const debug = { name: 'debug', image: 'debug:1' }
    const pods = (...containers: object[]): object => ({ spec: { template: { spec: { containers } } } })
    const fields = (key: object): object => ({ 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': key } } } })
    const managed = [managedBy('kubectl-debug', fields({ 'k:{"name":"debug"}': { '.': {}, 'f:image': {} } }))]
    expect(told({ stored: pods(main), live: pods(main, debug), managed })).toEqual([
      ['spec.template.spec.containers[debug]', undefined, debug, 'kubectl-debug'],
    ])
  })

  it.each(['helm', 'helm-controller', 'kube-controller-manager'])('has nothing that %s has added', (manager) => {
    const managed = [managedBy(manager, { 'f:data': { 'f:b': {} } })]
    expect(told({ kind: 'ConfigMap', stored: {}, live: { data: { b: '1' } }, managed })).toEqual([])
  })

  it('has no defaults, whoever they came with', () => {
    const managed = [managedBy('kubectl-create', paused)]
    const parts = { stored: { spec: {} }, live: { spec: { paused: true } }, managed }
    expect(told({ ...parts, fresh: { spec: { paused: true } } })).toEqual([])
    expect(told({ ...parts, fresh: { spec: { paused: false } } })).toEqual([
      ['spec.paused', undefined, true, 'kubectl-create'],
    ])
    // Nobody says what the default is.
    expect(told(parts)).toEqual([])
  })

  it('has no status', () => {
    const managed = [managedBy('kubelet', { 'f:status': {} }, 'status'), managedBy('any', { 'f:status': {} })]
    expect(told({ stored: {}, live: { status: { ready: 1 } }, managed })).toEqual([])
  })

  it('takes our own merge for less than the answer of the cluster', () => {
    const stored = { spec: { paused: false, replicas: 2, selector: {} } }
    const live = { spec: { replicas: 3, strategy: { type: 'Recreate' } } }
    const after = { spec: { ...stored.spec } }
    expect(told({ stored, live, after, by: 'merge' })).toEqual([['spec.replicas', 2, 3, '']])
    expect(told({ stored, live, after }).map(([path]) => path)).toContain('spec.strategy')
  })

  it('has nothing that applying would only lose', () => {
    const ports = {
      spec: {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 1, protocol: 'UDP' },
        ],
      },
    }
    const after = { spec: { ports: ports.spec.ports.slice(0, 1) } }
    expect(told({ kind: 'Service', stored: ports, live: ports, after })).toEqual([])
  })

  it('reads a Secret as the cluster stores it', () => {
    const stored = { stringData: { a: 'x' } }
    const data = { data: { a: Buffer.from('x').toString('base64') } }
    expect(told({ kind: 'Secret', stored, live: data, after: { ...data, ...stored }, by: 'merge' })).toEqual([])
  })
})
