import { describe, expect, it } from 'vitest'
import { managersOf } from './field-owner'
import { listRule } from './list-keys'
import { printed } from './summary'
import { object } from './testing/objects'

const container = {
  'k:{"name":"web"}': {
    '.': {},
    'f:image': {},
    'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:name': {} } },
  },
}
const entry = (manager: unknown, time: string, fieldsV1: unknown) => ({ manager, operation: 'Update', time, fieldsV1 })
const managed = (...managedFields: unknown[]) =>
  managersOf(object('apps/v1', 'Deployment', { metadata: { managedFields } }))

describe('who has set a field', () => {
  const owners = managed(
    entry('helm', '2026-01-01T00:00:00Z', {
      'f:spec': { 'f:replicas': {}, 'f:containers': container, 'f:selector': {} },
    }),
    entry('kubectl-edit', '2026-02-01T00:00:00Z', {
      'f:spec': { 'f:replicas': {} },
      'f:metadata': { 'f:finalizers': { 'v:"x"': {} } },
    }),
  )

  it.each([
    [
      ['spec', 'replicas'],
      ['kubectl-edit', 'helm'],
    ],
    [['spec', 'containers', '[web]', 'image'], ['helm']],
    [['spec', 'containers', '[web]', 'ports', '[80/TCP]', 'name'], ['helm']],
    [['spec', 'containers', '[web]'], ['helm']],
    [['spec', 'selector', 'matchLabels', 'a'], ['helm']],
    [['metadata', 'finalizers', '[x]'], ['kubectl-edit']],
    [['spec', 'paused'], []],
  ])('%j: %j', (path, managers) => {
    expect(owners.ownersOf(path).map(({ manager }) => manager)).toEqual(managers)
    expect(owners.ownerOf(path)?.manager).toBe(managers[0])
  })

  it.each([
    [null],
    ['x'],
    [entry(1, '', {})],
    [entry('a', '', null)],
    [entry('a', '', { 'k:{': {}, x: 1, 'f:a': null })],
  ])('is not known from %j', (one) => expect(managed(one).ownerOf(['a'])).toBe(null))
})

describe('the rule of a list', () => {
  it.each([
    ['apps/v1', 'Deployment', 'spec.template.spec.containers', 'merge', 'name', ['name']],
    [
      'batch/v1',
      'CronJob',
      'spec.jobTemplate.spec.template.spec.containers.ports',
      'merge',
      'containerPort',
      ['containerPort', 'protocol'],
    ],
    ['apps/v1', 'StatefulSet', 'spec.volumeClaimTemplates.metadata.finalizers', 'merge', null, []],
    ['apps/v1', 'Deployment', 'spec.strategy', 'retain-keys', null, []],
    ['v1', 'Pod', 'spec.volumes', 'merge-retain-keys', 'name', ['name']],
    ['policy/v1', 'PodDisruptionBudget', 'spec.selector', 'replace', null, []],
    ['example.test/v1', 'X', 'metadata.ownerReferences', 'merge', 'uid', ['uid']],
  ])('%s %s %s', (apiVersion, kind, path, strategy, mergeKey, mapKeys) => {
    expect(listRule(apiVersion, kind, path.split('.'))).toMatchObject({ strategy, mergeKey, mapKeys })
  })

  it.each(['spec', 'constructor', 'spec.template.spec.containers.args', '__proto__.x'])('none for %s', (path) => {
    expect(listRule('apps/v1', 'Deployment', path.split('.'))).toBe(null)
  })
})

describe('a value to be read', () => {
  it.each([
    [undefined, ''],
    ['web:1', 'web:1'],
    ['true', "'true'"],
    [true, 'true'],
    [3, '3'],
    ['', "''"],
    [['a', 'b'], '- a\n- b'],
    [{ a: 1 }, 'a: 1'],
  ])('%j', (value, text) => expect(printed(value)).toBe(text))

  it('is cut', () => expect(printed({ a: 'x'.repeat(1_000_000) })).toHaveLength(2_001))
})
