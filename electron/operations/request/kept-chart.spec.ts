import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { keepChart, keptChartFolder, removeKeptChart, type KeptChange } from './kept-chart'
import type { Payload } from '../../records/payload'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-kept-'))
afterAll(() => rm(root, { recursive: true }))

const data = (text: string): string => Buffer.from(text).toString('base64')
const metadata = { apiVersion: 'v2', name: 'web', version: '1.0.0', annotations: { a: 'b' } }
const chart = {
  metadata,
  lock: null,
  templates: [{ name: 'templates/sub/a.yaml', data: data('kind: A') }],
  values: { replicas: 2, odd: 'a\u2028b' },
  schema: data('{"type":"object"}'),
  files: [
    { name: 'README.md', data: data('# web') },
    { name: 'empty.txt', data: '' },
  ],
}
const refused = { error: { code: 'chart-invalid' } }
const change: KeptChange = {
  verb: 'upgrade',
  name: 'web',
  namespace: 'shop',
  chart: 'web-1.0.0',
  keep_chart: true,
  accept_incomplete_chart: true,
}
const revision = (held: unknown): Payload => {
  const chart = held as Payload['chart']
  return { name: 'web', version: 3, info: { status: 'deployed' }, chart, objects: [], hooks: [] }
}
const keep = (folder: string, held: unknown): Promise<void> => keepChart(folder, change, revision(held))

describe('a chart rebuilt from its release', () => {
  it('is whole, private, and gone afterwards', async () => {
    const folder = keptChartFolder(root, 'key')
    await keep(folder, chart)
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    expect(parse(read('Chart.yaml'), { version: '1.1' })).toEqual(metadata)
    expect(read('values.yaml')).toBe('replicas: 2\nodd: "a\\u2028b"\n')
    expect(read('values.schema.json')).toBe('{"type":"object"}')
    expect(read('templates/sub/a.yaml')).toBe('kind: A')
    expect(read('README.md')).toBe('# web')
    expect(read('empty.txt')).toBe('')
    expect(statSync(dirname(folder)).mode & 0o077).toBe(0)
    await keep(folder, { ...chart, files: [] })
    expect(existsSync(join(folder, 'README.md'))).toBe(false)
    await removeKeptChart(folder)
    expect(existsSync(dirname(folder))).toBe(false)
  })

  it('has a folder of its own for each release', () => {
    expect(keptChartFolder(root, 'a')).toBe(keptChartFolder(root, 'a'))
    expect(keptChartFolder(root, 'a')).not.toBe(keptChartFolder(root, 'b'))
  })

  it.each([
    '../evil',
    'templates/../../evil',
    '/etc/evil',
    'a//b',
    'a\\..\\b',
    'C:evil',
    'a\u0000b',
    '.',
    'templates/',
  ])('never writes outside its folder: %j', async (name) => {
    const folder = keptChartFolder(join(root, 'inner'), 'evil')
    const evil = { ...chart, files: [{ name, data: data('evil') }] }
    await expect(keep(folder, evil)).rejects.toMatchObject(refused)
    expect(readdirSync(root).sort()).toEqual(['inner'])
    expect(existsSync('/etc/evil')).toBe(false)
  })

  it.each([
    { ...chart, metadata: { ...metadata, dependencies: [{ name: 'db' }] } },
    { ...chart, lock: { digest: 'x' } },
    { ...chart, metadata: {} },
    { ...chart, templates: [{ name: 'a', data: '%%%' }] },
    null,
    'text',
  ])('is not made of half a chart: %#', async (half) => {
    await expect(keep(keptChartFolder(root, 'half'), half)).rejects.toMatchObject(refused)
  })

  it('is made only where the person agrees that charts inside it may be missing, and says which those may be', async () => {
    const { accept_incomplete_chart: agreed, ...unasked } = change
    expect(agreed).toBe(true)
    const values = { db: { enabled: false } }
    for (const half of [unasked, { ...change, accept_incomplete_chart: false }]) {
      const work = keepChart(keptChartFolder(root, 'unasked'), half, revision({ ...chart, values }))
      await expect(work).rejects.toMatchObject({
        error: {
          code: 'chart-invalid',
          cause: expect.stringContaining('no template reads suggest there are some: db.') as string,
        },
      })
    }
    expect(existsSync(keptChartFolder(root, 'unasked'))).toBe(false)
  })

  it('is that of the revision the person saw, or none', async () => {
    const folder = keptChartFolder(root, 'moved')
    const moved = keepChart(folder, { ...change, keep_revision: 2 }, revision(chart))
    await expect(moved).rejects.toMatchObject({
      error: { code: 'release-changed', cause: expect.stringContaining('Revision 3 is deployed now') as string },
    })
    expect(existsSync(folder)).toBe(false)
    await keepChart(folder, { ...change, keep_revision: 3 }, revision(chart))
    expect(existsSync(folder)).toBe(true)
  })

  it('clears away what an app that was killed left a day ago', async () => {
    const place = join(root, 'old')
    const old = dirname(keptChartFolder(place, 'old'))
    const young = dirname(keptChartFolder(place, 'young'))
    for (const folder of [old, young]) mkdirSync(folder, { recursive: true })
    utimesSync(old, new Date(), new Date(Date.now() - 25 * 60 * 60_000))
    await keep(keptChartFolder(place, 'new'), chart)
    expect(existsSync(old)).toBe(false)
    expect(existsSync(young)).toBe(true)
  })
})
