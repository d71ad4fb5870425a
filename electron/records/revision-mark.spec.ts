import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordName } from './record-name'
import { knownStatus, markOf, releaseOf, revisionOf, statusOf } from './revision-mark'

const word = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,20}[a-z0-9])?$/)
const number = fc.integer({ min: 1, max: 999_999_999 })
const noNumber = fc.oneof(
  fc.constantFrom('', '0', '007', '-1', '1.5', '1e3', ' 3', '99999999999999999999', 'v3', '٣'),
  fc.constantFrom(3, null, undefined, {}, ['3']),
)

describe("a revision's number", () => {
  it('is that of its name, whatever the label says', () => {
    fc.assert(
      fc.property(word, number, fc.oneof(number.map(String), noNumber), (release, revision, version) => {
        expect(revisionOf({ name: recordName(release, revision), labels: { version } })).toBe(revision)
      }),
    )
  })

  it('is that of the label where the name is none of helm’s', () => {
    const other = fc.oneof(
      word.filter((name) => !name.startsWith('sh.helm.release.')),
      fc.constantFrom('sh.helm.release.v1.web.v0', 'sh.helm.release.v1.web.v03', 'sh.helm.release.v1..v3', 'web.v3'),
    )
    fc.assert(
      fc.property(other, number, (name, version) => {
        expect(revisionOf({ name, labels: { version: String(version) } })).toBe(version)
      }),
    )
  })

  it('is 0 where neither tells one', () => {
    fc.assert(
      fc.property(noNumber, fc.anything(), (version, metadata) => {
        expect(revisionOf({ name: 'other', labels: { version } })).toBe(0)
        expect(Number.isSafeInteger(revisionOf(metadata))).toBe(true)
      }),
    )
  })
})

describe("a revision's status", () => {
  it('is the label, as far as it may be shown', () => {
    expect(statusOf({ labels: { status: 'deployed' } })).toBe('deployed')
    expect(statusOf({ labels: { status: 's'.repeat(200) } })).toBe('s'.repeat(64))
    for (const labels of [undefined, {}, { status: '' }, { status: 'a\nb' }, { status: 'a\u202eb' }, { status: 7 }]) {
      expect(statusOf({ labels })).toBe('unknown')
    }
  })

  it('is that of the payload once that was read', () => {
    expect(knownStatus({ status: 'deployed' })).toBe('deployed')
    expect(knownStatus({ status: 'deployed' }, { status: 'superseded' })).toBe('superseded')
  })
})

describe("a record's release", () => {
  it('is that of the label, because helm asks for it; else that of the name', () => {
    const name = recordName('web', 3)
    expect(releaseOf({ name, labels: { name: 'shop' } })).toBe('shop')
    expect(releaseOf({ name, labels: { name: 'a/b' } })).toBe('web')
    expect(releaseOf({ name: recordName('my.app.v2', 12) })).toBe('my.app.v2')
    expect(releaseOf({ name: 'other' })).toBe('other')
  })
})

describe('a mark', () => {
  const metadata = {
    name: recordName('web', 3),
    resourceVersion: '41',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { status: 'pending-upgrade', version: '3' },
    managedFields: [{ time: '2026-01-01T00:02:00Z' }, { time: 'never' }, {}, { time: '2026-01-01T00:01:00Z' }],
  }

  it('is what the metadata tells, and when it was written last', () => {
    const writtenAt = '2026-01-01T00:02:00Z'
    expect(markOf({ metadata })).toEqual({ revision: 3, status: 'pending-upgrade', resourceVersion: '41', writtenAt })
    const { creationTimestamp } = metadata
    expect(markOf({ metadata: { ...metadata, managedFields: 'x' } })).toMatchObject({ writtenAt: creationTimestamp })
  })

  it('is there without labels too, as helm reads such a record', () => {
    expect(markOf({ metadata: { ...metadata, labels: {} } })).toMatchObject({ revision: 3, status: 'unknown' })
  })

  it.each([
    null,
    'x',
    {},
    { metadata: { ...metadata, name: 'other', labels: {} } },
    { metadata: { name: metadata.name } },
  ])('is none of %j', (item) => {
    expect(markOf(item)).toBeNull()
  })
})
