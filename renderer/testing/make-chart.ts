import type { ChartDetail, ChartSummary, ChartVersion, Repository } from '@shared/model/chart'

/** A plain chart of a search; a spec says only what it is about. */
export function makeChart(part: Partial<ChartSummary> = {}): ChartSummary {
  return {
    ref: 'shop/web',
    name: 'web',
    repository: 'shop',
    version: '1.2.3',
    appVersion: '4.5.6',
    description: 'The shop as people see it',
    deprecated: false,
    ...part,
  }
}

export function makeChartDetail(part: Partial<ChartDetail> = {}): ChartDetail {
  return {
    ref: 'shop/web',
    name: 'web',
    version: '1.2.3',
    appVersion: '4.5.6',
    description: 'The shop as people see it',
    home: 'https://web.example.com',
    kubeVersion: '',
    type: 'application',
    deprecated: false,
    dependencies: [],
    defaultValues: '# How many\nreplicas: 2\n',
    ...part,
  }
}

export function makeVersions(...names: string[]): ChartVersion[] {
  return names.map((version) => ({ version, appVersion: '', created: '2026-03-01T10:00:00Z', deprecated: false }))
}

export function makeRepository(part: Partial<Repository> = {}): Repository {
  return {
    name: 'shop',
    url: 'https://charts.example.com',
    hasCredentials: false,
    updatedAt: '2026-03-01T10:00:00Z',
    chartCount: 12,
    problem: '',
    ...part,
  }
}
