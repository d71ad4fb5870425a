import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payloadKey, recordKey, toRecord } from './record'

const metadata = {
  uid: '7c4b',
  resourceVersion: '41',
  namespace: 'shop',
  name: 'sh.helm.release.v1.web.v3',
  creationTimestamp: '2026-11-22T07:20:55Z',
  labels: { name: 'web', owner: 'helm', status: 'deployed', version: '3' },
  managedFields: [{ manager: 'Helm', operation: 'Update' }],
}
const known = {
  uid: '7c4b',
  resourceVersion: '41',
  namespace: 'shop',
  object: 'sh.helm.release.v1.web.v3',
  release: 'web',
  revision: 3,
  status: 'deployed',
  createdAt: '2026-11-22T07:20:55Z',
  isHelms: true,
}

/** The record with other labels, and perhaps another name. */
function labelled(labels: unknown, name = metadata.name): unknown {
  return toRecord({ metadata: { ...metadata, labels, name } })
}

describe('toRecord', () => {
  it('reads what helm labelled', () => {
    expect(toRecord({ kind: 'PartialObjectMetadata', metadata })).toEqual(known)
  })

  it.each([
    [
      'names with dots',
      { name: 'my.app.v2', status: 'failed', version: '12' },
      'sh.helm.release.v1.my.app.v2.v12',
      ['my.app.v2', 12, 'failed'],
    ],
    ['no labels', undefined, 'sh.helm.release.v1.my.app.v2.v12', ['my.app.v2', 12, 'unknown']],
    ['no labels and no name of helm', {}, 'foreign', ['foreign', 0, 'unknown']],
    ['a version that is a word', { name: 'web', version: 'abc' }, undefined, ['web', 3, 'unknown']],
    [
      'a version beyond all numbers',
      { name: 'web', version: '99999999999999999999' },
      undefined,
      ['web', 3, 'unknown'],
    ],
    ['a version of zero', { name: 'web', version: '0' }, undefined, ['web', 3, 'unknown']],
    ['a version with a leading zero', { name: 'web', version: '007' }, undefined, ['web', 3, 'unknown']],
    ['labels that are no text', { name: 7, version: 3, status: {} }, undefined, ['web', 3, 'unknown']],
    ['labels that are a list', ['a'], undefined, ['web', 3, 'unknown']],
    ['a name that hides its direction', { name: 'web\u202Egpj' }, undefined, ['web', 3, 'unknown']],
    ['a name with a slash', { name: 'bank/web' }, undefined, ['web', 3, 'unknown']],
    ['a status over several lines', { name: 'web', status: 'deployed\nnow' }, undefined, ['web', 3, 'unknown']],
    ['a status that is too long', { name: 'web', status: 's'.repeat(200) }, undefined, ['web', 3, 's'.repeat(64)]],
  ])('knows as much as can be of %s', (_what, labels, name, [release, revision, status]) => {
    expect(labelled(labels, name)).toMatchObject({ release, revision, status })
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'web'],
    ['no metadata', {}],
    ['no name', { metadata: { ...metadata, name: '' } }],
    ['no uid', { metadata: { ...metadata, uid: undefined } }],
    ['no version', { metadata: { ...metadata, resourceVersion: 41 } }],
    ['a name longer than names are', { metadata: { ...metadata, name: 'x'.repeat(254) } }],
  ])('is no record with %s', (_what, item) => {
    expect(toRecord(item)).toBeNull()
  })

  it.each([
    [['Helm'], true],
    [['helm'], true],
    [['helm', 'helm3.exe'], false],
    [['helm.exe'], true],
    [['helm-controller'], false],
    [['Helm', 'helm-controller'], false],
    [['kubectl-create'], false],
    [[''], false],
    [[], true],
  ])('takes records of %j for written by helm: %j', (managers, isHelms) => {
    const managedFields = managers.map((manager) => ({ manager }))
    expect(toRecord({ metadata: { ...metadata, managedFields } })).toMatchObject({ isHelms })
  })

  it('takes records without managed fields for written by helm', () => {
    expect(toRecord({ metadata: { ...metadata, managedFields: undefined } })).toEqual(known)
  })

  it('never throws, and never makes a number of what is none', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.string(), (labels, managedFields, name) => {
        const record = toRecord({ metadata: { ...metadata, labels, managedFields, name } })
        expect(record === null || Number.isSafeInteger(record.revision)).toBe(true)
        expect(record === null || !/[\n/]/.test(record.status)).toBe(true)
      }),
    )
  })
})

describe('the keys', () => {
  it('are those of a release and of a payload', () => {
    expect(recordKey(known)).toBe('shop/web')
    expect(payloadKey(known)).toBe('7c4b@41')
  })
})
