import { expect, it } from 'vitest'
import type { RawPayload } from '../../records/payload'
import { originsIn } from './origins'

function told(parts: { config?: object; values?: object; metadata?: object; manifest?: string }) {
  const { config = {}, values = {}, metadata = {}, manifest = '' } = parts
  const payload = { name: 'web', version: 1, info: {}, config, manifest, chart: { metadata, values } }
  const { origins, gaps } = originsIn(payload as RawPayload)
  return { origins: Object.fromEntries(origins.map(({ path, origin }) => [path.join('.'), origin])), gaps }
}

it('tells what is set from what the chart has', () => {
  const config = { image: { tag: '2' }, list: [1], extra: { a: 1 }, gone: null }
  const values = { image: { tag: '1', name: 'web' }, list: [0], gone: 1, empty: {}, global: { zone: 'a' } }
  expect(told({ config, values })).toEqual({
    origins: {
      'image.tag': 'mine',
      'image.name': 'chart',
      list: 'mine',
      'extra.a': 'mine',
      empty: 'chart',
      'global.zone': 'chart',
    },
    gaps: [],
  })
})

it('leaves out what may be of a chart inside, by its alias too', () => {
  const metadata = { dependencies: [{ name: 'redis', alias: 'cache' }, { name: 'mysql' }] }
  const values = {
    cache: { size: 1, port: 2, global: { zone: 'a', own: 1 } },
    mysql: { a: 1 },
    global: { zone: 'a' },
    web: 1,
  }
  const { origins, gaps } = told({ config: { cache: { port: 3 } }, values, metadata })
  expect(origins).toEqual({ 'cache.port': 'mine', 'cache.global.zone': 'global', 'global.zone': 'chart', web: 'chart' })
  expect(gaps).toHaveLength(1)
})

it('knows what a chart sets for one that only lies in its folder', () => {
  const manifest = '---\n# Source: web/charts/redis/templates/a.yaml\nkind: ConfigMap\n'
  expect(told({ values: { redis: { size: 1 }, web: 1 }, manifest })).toEqual({
    origins: { 'redis.size': 'parent', web: 'chart' },
    gaps: [],
  })
})

it('leaves out what a chart imports from those inside', () => {
  const imports = ['data', { child: 'inner.part', parent: 'taken' }]
  const metadata = { dependencies: [{ name: 'redis', 'import-values': imports }] }
  const redis = { exports: { data: { a: 1 } }, inner: { part: { b: 1 } } }
  const { origins, gaps } = told({ values: { redis, a: 1, taken: { b: 1, c: 1 } }, metadata })
  expect(origins).toEqual({ 'taken.c': 'chart' })
  expect(gaps).toHaveLength(2)
})

it('says that a record has no defaults', () => {
  const payload = { name: 'web', version: 1, info: {}, config: { a: 1 }, manifest: '', chart: { metadata: {} } }
  const { origins, gaps } = originsIn(payload)
  expect(origins).toEqual([{ path: ['a'], origin: 'mine' }])
  expect(gaps).toEqual(['The default values of the chart are not in the record.'])
})
