import type { HelmRevision, RevisionDetail } from '@shared/model/release'

/** A superseded revision; a spec says only what it is about. */
export function makeRevision(revision: number, part: Partial<HelmRevision> = {}): HelmRevision {
  return {
    revision,
    updated: `2026-03-01T10:${String(revision).padStart(2, '0')}:00Z`,
    status: 'superseded',
    chart: 'web-1.2.3',
    chartName: 'web',
    chartVersion: '1.2.3',
    appVersion: '4.5.6',
    description: 'Upgrade complete',
    ...part,
  }
}

export function makeDetail(revision: number, part: Partial<RevisionDetail> = {}): RevisionDetail {
  return {
    name: 'web',
    namespace: 'shop',
    revision,
    status: 'deployed',
    description: 'Upgrade complete',
    firstDeployed: '2026-03-01T10:00:00Z',
    updated: '2026-03-01T10:05:00Z',
    chartName: 'web',
    chartVersion: '1.2.3',
    appVersion: '4.5.6',
    chartDescription: 'Serves pages',
    canKeepChart: true,
    objects: [
      { kind: 'Service', name: 'web', namespace: 'shop' },
      { kind: 'Deployment', name: 'web', namespace: 'shop' },
      { kind: 'Deployment', name: 'worker', namespace: 'shop' },
    ],
    hooks: [],
    images: { list: [], count: 0, unread: 0 },
    ...part,
  }
}
