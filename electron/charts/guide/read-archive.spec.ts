import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fullBudget } from './chart-files'
import { readArchive } from './read-archive'
import { chartYaml, packedChart, packedEntries } from './testing/packed-chart'

const chart = {
  'Chart.yaml': chartYaml('web'),
  'values.yaml': 'a: 1\n',
  'templates/a/b.yaml': '{{ .Values.a }}',
  'README.md': '# web',
  'charts/db/Chart.yaml': chartYaml('db'),
  'charts/db/README.md': '# db',
  'charts/_off/Chart.yaml': chartYaml('off'),
  'charts/cache.tgz': 'packed',
  'crds/a.yaml': 'kind: A',
}
const read = async (archive: Buffer | Promise<Buffer>, budget = fullBudget()) => readArchive(await archive, budget)
const refused = (cause: string): object => ({
  error: { code: 'chart-invalid', cause: expect.stringContaining(cause) as string },
})

describe('an archive', () => {
  it('gives the files that tell of values, those of charts inside it too, and no others', async () => {
    const { files, links } = await read(packedChart(chart))
    expect([...files.keys()].sort()).toEqual([
      'Chart.yaml',
      'charts/cache.tgz',
      'charts/db/Chart.yaml',
      'templates/a/b.yaml',
      'values.yaml',
    ])
    expect(files.get('values.yaml')?.toString()).toBe('a: 1\n')
    expect(links).toEqual([])
  })

  it('names links in place of such files, and follows none', async () => {
    const content = {
      ...chart,
      'values.schema.json': { linkTo: '/etc/passwd' },
      'charts/far': { linkTo: '../../..' },
      LICENSE: { linkTo: '../LICENSE' },
    }
    const { files, links } = await read(packedChart(content))
    expect(links).toEqual(['values.schema.json', 'charts/far'])
    expect(files.has('values.schema.json')).toBe(false)
  })

  it.each([
    '../evil',
    'chart/../../evil',
    'chart/templates/../../../evil',
    '/etc/evil',
    '\\evil',
    'C:\\evil',
    'C:/evil',
    'chart/C:/evil',
    'chart\\..\\..\\evil',
    'chart/templates/a\u001b[0m.yaml',
  ])('is refused for a file outside of it, or one that no helm packs: %j', async (name) => {
    for (const type of ['file', 'directory', 'symlink'] as const) {
      const entries = [[{ name: 'chart/Chart.yaml' }, 'name: a'] as const, [{ name, type, linkname: 'a' }] as const]
      await expect(read(packedEntries(entries))).rejects.toMatchObject(refused('outside of it'))
    }
  })

  it.each([
    ['values.yaml', './values.yaml'],
    ['README.md', 'README.md'],
    ['templates/a.yaml', 'templates//a.yaml'],
    ['templates/a.yaml', 'templates\\a.yaml'],
  ])('is refused for a file that it has twice: %j and %j', async (first, second) => {
    const entries = [first, second].map((name) => [{ name: `chart/${name}` }, 'a'] as const)
    await expect(read(packedEntries(entries))).rejects.toMatchObject(refused('twice'))
  })

  it('is refused when it is too much: unpacked, in one file, or in their number', async () => {
    const bomb = gzipSync(Buffer.alloc(2 * 1024 * 1024))
    await expect(read(bomb, { bytes: 1024 * 1024, entries: 100 })).rejects.toMatchObject({
      error: { message: 'The chart is too large.' },
    })
    const large = packedChart({ ...chart, 'README.md': Buffer.alloc(5 * 1024 * 1024 + 1) })
    await expect(read(large)).rejects.toMatchObject({ error: { message: 'The chart is too large.' } })
    const small = await packedChart(chart)
    await expect(read(small, { bytes: gunzipSync(small).length - 1, entries: 100 })).rejects.toMatchObject({
      error: { message: 'The chart is too large.' },
    })
    await expect(read(small, { bytes: 1e6, entries: Object.keys(chart).length - 1 })).rejects.toMatchObject(
      refused('files'),
    )
    await read(small, { bytes: gunzipSync(small).length, entries: Object.keys(chart).length })
  })

  it('is refused when it is damaged, wherever that is', async () => {
    const tar = gunzipSync(await packedChart({ ...chart, 'values.yaml': 'a: 1\n'.repeat(1_000) }))
    const broken = Buffer.from(tar)
    broken.fill(0x37, 512 * 2, 512 * 3)
    const endless = Buffer.from(tar)
    endless.write('77777777777', 124, 'latin1')
    const packed = gzipSync(tar)
    const archives = [
      ...[Buffer.alloc(0), Buffer.from('hello'), packed.subarray(0, packed.length / 2), gzipSync('hello'.repeat(500))],
      ...[gzipSync(tar.subarray(0, 512 * 6 + 100)), gzipSync(tar.subarray(0, 512 * 3 + 7)), gzipSync(broken)],
      gzipSync(endless),
    ]
    for (const archive of archives)
      await expect(read(archive)).rejects.toMatchObject({ error: { code: 'chart-invalid' } })
  })
})
