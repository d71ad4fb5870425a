import { describe, expect, it } from 'vitest'
import type { IndexChart } from './index-model'
import { searchCharts, searchEntries } from './search'

interface Sample {
  readonly name: string
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly deprecated?: boolean
}

function chart({ name, description = '', keywords = [], deprecated = false }: Sample): IndexChart {
  const newest = { version: '1.0.0', appVersion: '', created: '', deprecated }
  return { name, newest, about: { description, keywords }, versions: [newest] }
}

const samples: readonly Sample[] = [
  { name: 'ingress-nginx', description: 'Ingress controller', keywords: ['ingress'] },
  { name: 'nginx', description: 'A web server', keywords: ['http', 'web'] },
  { name: 'nginx-ingress-controller', description: 'Another controller' },
  { name: 'old-nginx', deprecated: true },
  { name: 'postgresql', description: 'Database', keywords: ['sql', 'postgres'] },
  { name: 'postgresql-ha', description: 'Database with several copies' },
  { name: 'exporter', description: 'Metrics of nginx and postgresql' },
  { name: 'cert-manager', description: 'Certificates' },
  { name: 'kube-prometheus-stack', keywords: ['monitoring'] },
]
const entries = searchEntries('samples', samples.map(chart))
const names = (query: string): string[] => searchCharts(entries, query, 200).charts.map(({ name }) => name)

describe('the search', () => {
  it.each([
    ['nginx', ['nginx', 'nginx-ingress-controller', 'ingress-nginx', 'exporter', 'old-nginx']],
    ['NGINX', ['nginx', 'nginx-ingress-controller', 'ingress-nginx', 'exporter', 'old-nginx']],
    ['nginx ingress', ['ingress-nginx', 'nginx-ingress-controller']],
    ['ingress nginx', ['ingress-nginx', 'nginx-ingress-controller']],
    ['certmanager', ['cert-manager']],
    ['cert manager', ['cert-manager']],
    ['kubeprom', ['kube-prometheus-stack']],
    ['sql', ['postgresql', 'postgresql-ha', 'exporter']],
    ['monitoring', ['kube-prometheus-stack']],
    ['postgresql several', ['postgresql-ha']],
    ['samples/nginx', ['nginx', 'nginx-ingress-controller']],
    ['web server', ['nginx']],
    ['nginx nosuch', []],
    ['.*', []],
    ['   cert   ', ['cert-manager']],
  ])('for %j gives %j', (query, expected) => {
    expect(names(query)).toEqual(expected)
  })

  it('for nothing gives all by name, deprecated ones last', () => {
    expect(names('')).toEqual([
      ...samples
        .map(({ name }) => name)
        .filter((name) => name !== 'old-nginx')
        .sort(),
      'old-nginx',
    ])
  })

  it('gives as many as asked for, and tells how many there are', () => {
    const { charts, total } = searchCharts(entries, 'n', 2)
    expect(charts).toHaveLength(2)
    expect(total).toBe(names('n').length)
  })

  it('tells what is needed to install', () => {
    expect(searchCharts(entries, 'cert', 1).charts).toEqual([
      {
        ref: 'samples/cert-manager',
        name: 'cert-manager',
        repository: 'samples',
        version: '1.0.0',
        appVersion: '',
        description: 'Certificates',
        deprecated: false,
      },
    ])
  })
})
