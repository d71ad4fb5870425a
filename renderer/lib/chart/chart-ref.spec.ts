import { describe, expect, it } from 'vitest'
import { chartRef } from '@shared/contract/inputs'
import { chartNameOf, chartOrigin, pinnedVersion, typedOrigin } from './chart-ref'

describe('a chart reference', () => {
  it.each([
    ['bitnami/redis', 'repository', 'redis'],
    ['my charts/redis', 'repository', 'redis'],
    ['-x/redis', 'repository', 'redis'],
    ['a:b/ré dis', 'repository', 'ré dis'],
    ['r/a/b', 'repository', 'b'],
    ['oci://ghcr.io/stefanprodan/charts/podinfo', 'registry', 'podinfo'],
    ['oci://ghcr.io/a/podinfo:6.5.0', 'registry', 'podinfo'],
    ['oci://localhost:5000/a/podinfo@sha256:abc', 'registry', 'podinfo'],
    ['/home/jane/charts/my-app/', 'file', 'my-app'],
    ['/tmp/web-1.2.0.tgz', 'file', 'web-1.2.0'],
    ['C:\\charts\\web', 'file', 'web'],
  ])('%s is of a %s and called %s', (ref, origin, name) => {
    expect(chartOrigin(ref)).toBe(origin)
    expect(chartRef.safeParse(ref).success).toBe(true)
    expect(chartNameOf(ref)).toBe(name)
  })

  it.each([
    '',
    'redis',
    'oci://',
    'oci://host',
    './chart',
    '../chart',
    'a/..',
    'https://example.com/chart.tgz',
    'a/../b',
    'a/..\\b',
    'a//b',
  ])('%j is none, here as at the door', (text) => {
    expect(chartOrigin(text)).toBeNull()
    expect(chartRef.safeParse(text).success).toBe(false)
  })

  it('is not seen in words that are searched for', () => {
    expect(typedOrigin('a b/c')).toBeNull()
    expect(typedOrigin('bitnami/redis')).toBe('repository')
  })

  it('names a version only where the reference leaves it open', () => {
    expect(pinnedVersion('shop/web', '1.2.3')).toBe('1.2.3')
    expect(pinnedVersion('oci://localhost:5000/a/web', '1.2.3')).toBe('1.2.3')
    expect(pinnedVersion('oci://localhost:5000/a/web:1.2.3', '1.2.3')).toBe('')
    expect(pinnedVersion('oci://ghcr.io/a/web@sha256:abc', '1.2.3')).toBe('')
    expect(pinnedVersion('/tmp/web', '1.2.3')).toBe('')
  })
})
