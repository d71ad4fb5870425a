import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  keepChart,
  keptChartPath,
  removeKeptChart,
  sweepKeptCharts,
  writeKeptChart,
  type KeptChange,
} from './kept-chart'
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
  return { name: 'web', version: 3, info: { status: 'deployed' }, chart, objects: [], hooks: [], secrets: [] }
}
const keep = (held: unknown): Promise<Buffer> => keepChart(change, revision(held))

/** What an archive holds, by the system's own reader. */
function unpacked(archive: Buffer): { readonly names: string[]; readonly read: (name: string) => string } {
  const dir = mkdtempSync(join(root, 'unpacked-'))
  execFileSync('tar', ['-xzf', '-', '-C', dir], { input: archive })
  const folder = join(dir, 'chart')
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return { names, read: (name) => readFileSync(join(folder, name), 'utf8') }
}

describe('a chart rebuilt from its release', () => {
  it('is whole', async () => {
    const long = `templates/${'deep/'.repeat(30)}w\u00f6rd.yaml`
    const files = [...chart.files, { name: long, data: data('long') }]
    const { names, read } = unpacked(await keep({ ...chart, files }))
    expect(parse(read('Chart.yaml'), { version: '1.1' })).toEqual(metadata)
    expect(read('values.yaml')).toBe('replicas: 2\nodd: "a\\u2028b"\n')
    expect(read('values.schema.json')).toBe('{"type":"object"}')
    expect(read('templates/sub/a.yaml')).toBe('kind: A')
    expect(read('README.md')).toBe('# web')
    expect(read('empty.txt')).toBe('')
    expect(read(long)).toBe('long')
    expect(names).toHaveLength(7)
  })

  it('has no name on disk but on Windows, and there a folder of its own for each release', () => {
    expect(keptChartPath(root, 'a', 'linux')).toBe('/dev/fd/3')
    expect(keptChartPath(root, 'a', 'win32')).toBe(keptChartPath(root, 'a', 'win32'))
    expect(keptChartPath(root, 'a', 'win32')).not.toBe(keptChartPath(root, 'b', 'win32'))
  })

  it('is written where it has to be, privately, and gone afterwards', async () => {
    const path = keptChartPath(join(root, 'written'), 'key', 'win32')
    for (const text of ['one', 'two']) {
      await writeKeptChart(path, Buffer.from(text))
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
    if (process.platform !== 'win32') expect(statSync(dirname(path)).mode & 0o077).toBe(0)
    await removeKeptChart(path)
    expect(existsSync(dirname(path))).toBe(false)
    await writeKeptChart('/dev/fd/3', Buffer.from('one'))
    await removeKeptChart('/dev/fd/3')
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
    'values.yaml',
  ])('has no file outside of it, and none twice: %j', async (name) => {
    await expect(keep({ ...chart, files: [{ name, data: data('evil') }] })).rejects.toMatchObject(refused)
  })

  it.each([
    { ...chart, metadata: { ...metadata, dependencies: [{ name: 'db' }] } },
    { ...chart, lock: { digest: 'x' } },
    { ...chart, metadata: {} },
    { ...chart, templates: [{ name: 'a', data: '%%%' }] },
    null,
    'text',
  ])('is not made of half a chart: %#', async (half) => {
    await expect(keep(half)).rejects.toMatchObject(refused)
  })

  it('is made only where the person agrees that charts inside it may be missing, and says which those may be', async () => {
    const { accept_incomplete_chart: agreed, ...unasked } = change
    expect(agreed).toBe(true)
    const values = { db: { enabled: false } }
    for (const half of [unasked, { ...change, accept_incomplete_chart: false }]) {
      const work = keepChart(half, revision({ ...chart, values }))
      await expect(work).rejects.toMatchObject({
        error: {
          code: 'chart-invalid',
          cause: expect.stringContaining('no template reads suggest there are some: db.') as string,
        },
      })
    }
  })

  it('is that of the revision the person saw, or none', async () => {
    await expect(keepChart({ ...change, keep_revision: 2 }, revision(chart))).rejects.toMatchObject({
      error: { code: 'release-changed', cause: expect.stringContaining('Revision 3 is deployed now') as string },
    })
    await keepChart({ ...change, keep_revision: 3 }, revision(chart))
  })

  it('of an app that was killed, or of an earlier version, goes at once at the next start', async () => {
    const place = join(root, 'left')
    const left = join(place, 'kept-chart-0123456789abcdef', 'chart')
    mkdirSync(left, { recursive: true })
    writeFileSync(join(left, 'values.yaml'), 'password: pl4nted')
    mkdirSync(join(place, 'other'))
    await sweepKeptCharts(place)
    expect(readdirSync(place)).toEqual(['other'])
    await sweepKeptCharts(join(place, 'none'))
  })
})
