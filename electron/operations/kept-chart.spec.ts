import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { canKeepChart, keptChartFolder, removeKeptChart, writeKeptChart } from './kept-chart'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-kept-'))
afterAll(() => rm(root, { recursive: true }))

const data = (text: string): string => Buffer.from(text).toString('base64')
const metadata = { apiVersion: 'v2', name: 'web', version: '1.0.0', annotations: { a: 'b' } }
const chart = {
  metadata,
  lock: null,
  templates: [{ name: 'templates/sub/a.yaml', data: data('kind: A') }],
  values: { replicas: 2 },
  schema: data('{"type":"object"}'),
  files: [
    { name: 'README.md', data: data('# web') },
    { name: 'empty.txt', data: '' },
  ],
}
const refused = { error: { code: 'chart-invalid' } }

describe('a chart rebuilt from its release', () => {
  it('is whole, private, and gone afterwards', async () => {
    const folder = keptChartFolder(root, 'key')
    await writeKeptChart(folder, chart)
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    expect(JSON.parse(read('Chart.yaml'))).toEqual(metadata)
    expect(JSON.parse(read('values.yaml'))).toEqual({ replicas: 2 })
    expect(read('values.schema.json')).toBe('{"type":"object"}')
    expect(read('templates/sub/a.yaml')).toBe('kind: A')
    expect(read('README.md')).toBe('# web')
    expect(read('empty.txt')).toBe('')
    expect(statSync(dirname(folder)).mode & 0o077).toBe(0)
    await writeKeptChart(folder, { ...chart, files: [] })
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
    await expect(writeKeptChart(folder, evil)).rejects.toMatchObject(refused)
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
    expect(canKeepChart(half)).toBe(false)
    await expect(writeKeptChart(keptChartFolder(root, 'half'), half)).rejects.toMatchObject(refused)
  })

  it('clears away what an app that was killed left a day ago', async () => {
    const place = join(root, 'old')
    const old = dirname(keptChartFolder(place, 'old'))
    const young = dirname(keptChartFolder(place, 'young'))
    for (const folder of [old, young]) mkdirSync(folder, { recursive: true })
    utimesSync(old, new Date(), new Date(Date.now() - 25 * 60 * 60_000))
    await writeKeptChart(keptChartFolder(place, 'new'), chart)
    expect(existsSync(old)).toBe(false)
    expect(existsSync(young)).toBe(true)
  })
})
