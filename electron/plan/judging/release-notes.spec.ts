import { describe, expect, it } from 'vitest'
import type { RevisionMark } from '../../records/revision-mark'
import { managerOf, releaseNotes, releaseProblems, type ReleaseFacts } from './release-notes'

function marks(...statuses: string[]): RevisionMark[] {
  return statuses.map((status, index) => ({ revision: index + 1, status, resourceVersion: '1', writtenAt: '' }))
}

function facts(of: Partial<ReleaseFacts>): ReleaseFacts {
  const usual = { verb: 'upgrade', name: 'web', waits: true, waitsForAddresses: false, historyMax: 10 } as const
  const all = of.marks ?? marks('deployed')
  const from = all.find(({ status }) => status === 'deployed')?.revision ?? 1
  return { ...usual, marks: all, from, keepsHistory: false, ...of }
}

const balancer = { kind: 'Service', metadata: {}, spec: { type: 'LoadBalancer' } }

describe('what helm does to the release itself', () => {
  it.each([
    [{}, ['It becomes revision 2.']],
    [
      { marks: marks('superseded', 'superseded', 'deployed'), historyMax: 3 },
      ['It becomes revision 4.', 'Revision 1 is deleted: helm keeps 3.'],
    ],
    [
      { marks: marks('superseded', 'superseded', 'deployed'), historyMax: 2 },
      ['It becomes revision 4.', 'Revisions 1 and 2 are deleted: helm keeps 2.'],
    ],
    [
      { marks: marks('deployed', 'failed', 'failed'), historyMax: 2 },
      ['It becomes revision 4.', 'Revisions 2 and 3 are deleted: helm keeps 2.'],
    ],
    [{ marks: marks('superseded', 'deployed'), historyMax: 0 }, ['It becomes revision 3.']],
    [
      { marks: marks('failed') },
      ['It becomes revision 2.', 'No revision is deployed: helm starts from revision 1, which is failed.'],
    ],
    [{ verb: 'uninstall', marks: marks('superseded', 'deployed') }, ['All its 2 revisions are deleted.']],
    [{ verb: 'uninstall', keepsHistory: true }, ['Its history stays: it can be rolled back to.']],
  ] as const)('says it: %#', (of, notes) => {
    expect(releaseNotes(facts(of as Partial<ReleaseFacts>), [])).toEqual(notes)
  })

  it('says what waiting means for a load balancer', () => {
    expect(releaseNotes(facts({}), [balancer])).toContain("helm doesn't wait for the address of its load balancer.")
    expect(releaseNotes(facts({ waitsForAddresses: true }), [balancer])).toContain(
      'helm waits until its load balancer has an address.',
    )
    expect(releaseNotes(facts({ waits: false }), [balancer])).toEqual(['It becomes revision 2.'])
  })
})

describe('what stands against a change as a whole', () => {
  it('is another change, or a name in use', () => {
    expect(releaseProblems(facts({ marks: marks('deployed', 'pending-upgrade') }))[0]?.message).toBe(
      'Another change of "web" is in progress or was left unfinished (pending-upgrade).',
    )
    expect(releaseProblems(facts({ verb: 'install' }))[0]?.message).toBe('The name "web" is in use.')
    expect(releaseProblems(facts({ verb: 'install', marks: marks('uninstalled') }))[0]?.message).toBe(
      'The name "web" is in use. It was uninstalled, and its history was kept.',
    )
    expect(releaseProblems(facts({}))).toEqual([])
    expect(releaseProblems(facts({ verb: 'install', marks: [] }))).toEqual([])
  })
})

describe('who manages a release beside helm', () => {
  it.each([
    [{ labels: { 'helm.toolkit.fluxcd.io/name': 'web' } }, 'Flux (HelmRelease web)'],
    [{ labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'Argo CD (application shop)'],
    [{ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:a/b' } }, 'Argo CD (application shop)'],
    [{ labels: { app: 'web' } }, ''],
    [{ labels: 'odd' }, ''],
  ])('is told by %j', (metadata, manager) => {
    expect(
      managerOf([
        { kind: 'ConfigMap', metadata: {} },
        { kind: 'ConfigMap', metadata },
      ]),
    ).toBe(manager)
  })
})
