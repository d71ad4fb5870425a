import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ValuesGuide } from '@shared/model/values-guide'
import { readGuide } from './read-guide'
import { chartYaml, packedChart, type ChartContent } from './testing/packed-chart'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-guide-'))
afterAll(() => rm(root, { recursive: true }))

let made = 0
function folderOf(content: ChartContent): string {
  const folder = join(root, `chart-${++made}`)
  for (const [path, what] of Object.entries(content)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    if (typeof what === 'string' || Buffer.isBuffer(what)) writeFileSync(file, what)
    else symlinkSync(what.linkTo, file)
  }
  return folder
}

async function archiveOf(content: ChartContent): Promise<string> {
  const file = join(root, `chart-${++made}.tgz`)
  writeFileSync(file, await packedChart(content))
  return file
}

/** What a chart says as a folder and as an archive: the same. */
async function guideOf(content: ChartContent): Promise<ValuesGuide> {
  const guide = await readGuide(folderOf(content))
  expect(await readGuide(await archiveOf(content))).toEqual(guide)
  return guide
}

const under = (key: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`charts/${key}/${path}`, text]))

const leaf = (name: string, more: object = {}): Record<string, string> => ({
  'Chart.yaml': chartYaml(name, more),
  'values.yaml': `${name}: 1\n`,
  'values.schema.json': `{"title":"${name}"}`,
  'templates/a.yaml': `{{ .Values.${name} }}`,
})
const paths = (texts: ValuesGuide['defaults']): string[] => texts.map(({ path }) => path.join('.'))

describe('what a chart says of its values', () => {
  it('is each of its texts as it stands', async () => {
    const files = leaf('web')
    const guide = await guideOf({ ...files, 'values.yaml': '\uFEFF# -- how many\nweb: 1 # yes\n' })
    expect(guide).toEqual({
      schemas: [{ path: [], text: '{"title":"web"}' }],
      defaults: [{ path: [], text: '# -- how many\nweb: 1 # yes\n' }],
      mentioned: ['web'],
      reads: [{ file: 'web/templates/a.yaml', values: [['web']], lines: [1] }],
      outside: [],
      gaps: [],
    })
    expect(await guideOf({ 'Chart.yaml': chartYaml('bare') })).toMatchObject({ schemas: [], defaults: [], gaps: [] })
  })

  it('tells which template reads which value on which line, as helm names its file', async () => {
    const template = 'a: b\n{{/* .Values.not */}}\nx: {{ .Values.a.b }} {{ .Values.a.b }}\ny: {{ $.Values.c }}\n'
    const { reads } = await guideOf({
      'Chart.yaml': chartYaml('web', { dependencies: [{ name: 'db', version: '1.0.0', alias: 'main' }] }),
      'templates/x.yaml': template,
      ...under('db', leaf('db')),
    })
    expect(reads).toEqual([
      { file: 'web/charts/main/templates/a.yaml', values: [['main', 'db']], lines: [1] },
      {
        file: 'web/templates/x.yaml',
        values: [['a', 'b'], ['c']],
        lines: [3, 4],
      },
    ])
  })

  it('includes that of charts inside it, folders and packed, at any depth, under alias or name', async () => {
    const dependencies = [
      { name: 'db', version: '1.0.0', alias: 'orders' },
      { name: 'db', version: '~1', alias: 'users' },
      { name: 'cache', version: '1.x.x' },
    ]
    const inner = { 'Chart.yaml': chartYaml('cache', { dependencies: [{ name: 'deep', alias: 'low' }] }) }
    const packed = await packedChart({ ...leaf('cache'), ...inner, 'charts/deep.tgz': await packedChart(leaf('deep')) })
    const guide = await guideOf({
      ...leaf('web', { dependencies }),
      ...under('db', leaf('db')),
      'charts/cache-1.0.0.tgz': packed,
      ...under('unnamed', leaf('extra')),
    })
    const keys = ['', 'cache', 'cache.low', 'extra', 'orders', 'users']
    expect(paths(guide.defaults).sort()).toEqual(keys)
    expect(paths(guide.schemas).sort()).toEqual(keys)
    expect(guide.defaults.find(({ path }) => path[0] === 'users')?.text).toBe('db: 1\n')
    expect(guide.mentioned).toEqual(['cache.cache', 'cache.low.deep', 'extra.extra', 'orders.db', 'users.db', 'web'])
    expect(guide.gaps).toEqual([])
  })

  it('takes the chart of the version that a dependency names', async () => {
    const dependencies = [
      { name: 'db', version: '2.0.0', alias: 'new' },
      { name: 'db', version: '1.0.0', alias: 'old' },
    ]
    const { defaults } = await guideOf({
      ...leaf('web', { dependencies }),
      ...under('db-1', { ...leaf('db'), 'values.yaml': 'v: 1' }),
      ...under('db-2', { ...leaf('db', { version: '2.0.0' }), 'values.yaml': 'v: 2' }),
    })
    expect(defaults.map(({ path, text }) => [path[0], text])).toEqual([
      [undefined, 'web: 1\n'],
      ['new', 'v: 2'],
      ['old', 'v: 1'],
    ])
  })

  it("reads the dependencies of Helm 2's requirements.yaml", async () => {
    const requirements = 'dependencies:\n- name: db\n  version: 1.10\n  alias: store\n'
    const guide = await guideOf({ ...leaf('web'), 'requirements.yaml': requirements, ...under('db', leaf('db')) })
    expect(paths(guide.defaults)).toEqual(['', 'store'])
  })

  it('mentions what switches charts on, what a library reads of its parent, and `global` on every level', async () => {
    const dependencies = [{ name: 'db', condition: 'db.enabled, store.on', tags: ['back'] }, { name: 'kit' }]
    const guide = await guideOf({
      'Chart.yaml': chartYaml('web', { dependencies }),
      ...under('db', { ...leaf('db'), 'templates/b.yaml': '{{ .Values.global.registry }}' }),
      ...under('kit', { ...leaf('kit', { type: 'library' }), 'templates/_a.tpl': '{{ .Values.nameOverride }}' }),
    })
    expect(guide.mentioned).toEqual(
      [
        'db.db',
        'db.enabled',
        'db.global.registry',
        'global.registry',
        'kit',
        'nameOverride',
        'store.on',
        'tags.back',
      ].sort(),
    )
  })

  it('tells what of it is missing', async () => {
    const guide = await guideOf({
      'Chart.yaml': chartYaml('web', { dependencies: [{ name: 'db' }, { name: 'gone' }] }),
      ...under('db', leaf('db')),
      'charts/db.tgz': await packedChart(leaf('db')),
      'values.schema.json': 'type: object',
    })
    expect(guide.gaps).toEqual([
      expect.stringContaining('depends on gone'),
      expect.stringContaining('db more than once'),
      expect.stringContaining('not JSON'),
    ])
  })

  it('follows no link out of the folder', async () => {
    const secret = join(root, 'secret')
    mkdirSync(secret)
    for (const [file, text] of Object.entries(leaf('planted'))) {
      mkdirSync(dirname(join(secret, file)), { recursive: true })
      writeFileSync(join(secret, file), text)
    }
    const guide = await guideOf({
      'Chart.yaml': chartYaml('web'),
      'values.yaml': { linkTo: join(secret, 'values.yaml') },
      templates: { linkTo: join(secret, 'templates') },
      'charts/planted': { linkTo: secret },
    })
    expect(guide.gaps).toHaveLength(3)
    expect(guide.unread).toEqual(['charts/planted, which is a link'])
    expect(JSON.stringify({ ...guide, gaps: [], unread: [] })).not.toContain('planted')
  })

  it('gathers the addresses that schemas refer to', async () => {
    const schema = (ref: string): string => JSON.stringify({ $ref: ref })
    const { outside } = await guideOf({
      ...leaf('web'),
      'values.schema.json': schema('https://a.test/s.json#/x'),
      ...under('db', { ...leaf('db'), 'values.schema.json': schema('file:///etc/passwd') }),
    })
    expect(outside).toEqual(['file:///etc/passwd', 'https://a.test/s.json'])
  })

  it.each<readonly [string, ChartContent, string]>([
    ['without a Chart.yaml', { 'values.yaml': '' }, 'no Chart.yaml'],
    ['with a broken one', { 'Chart.yaml': '{' }, 'Chart.yaml'],
    ['without a name', { 'Chart.yaml': 'version: 1.0.0' }, 'Chart.yaml'],
    ['with a list in its place', { 'Chart.yaml': '- a' }, 'Chart.yaml'],
    ['that nests too deeply', { 'Chart.yaml': '['.repeat(20_000) }, 'Chart.yaml'],
    ['with half a chart inside it', { 'Chart.yaml': chartYaml('a'), 'charts/b/values.yaml': '' }, 'inside it has none'],
    ['with no archive in charts', { 'Chart.yaml': chartYaml('a'), 'charts/b.tgz': 'hello' }, 'damaged'],
    ['with a file of 6 MiB', { 'Chart.yaml': chartYaml('a'), 'values.yaml': Buffer.alloc(6 * 1024 * 1024) }, '5 MiB'],
  ])('is refused of one %s', async (_what, content, cause) => {
    const refused = { error: { code: 'chart-invalid', cause: expect.stringContaining(cause) as string } }
    await expect(readGuide(folderOf(content))).rejects.toMatchObject(refused)
    await expect(readGuide(await archiveOf(content))).rejects.toMatchObject(refused)
  })

  it('is bounded, however often a chart is inside others', async () => {
    let packed = await packedChart(leaf('end'))
    for (let depth = 0; depth < 12; depth++) packed = await packedChart({ ...leaf('web'), 'charts/a.tgz': packed })
    const deep = join(root, 'deep.tgz')
    writeFileSync(deep, packed)
    await expect(readGuide(deep)).rejects.toMatchObject({ error: { cause: expect.stringContaining('deep') as string } })

    const aliases = (name: string) => ({
      dependencies: Array.from({ length: 20 }, (_, index) => ({ name, alias: `${name}${index}` })),
    })
    const many = { ...leaf('b', aliases('c')), 'charts/c.tgz': await packedChart(leaf('c')) }
    const guide = await guideOf({ ...leaf('a', aliases('b')), 'charts/b.tgz': await packedChart(many) })
    expect(guide.defaults).toHaveLength(300)
    expect(guide.gaps).toEqual([expect.stringContaining('more than 300 charts')])
  })

  it('leaves out texts that are too much together, and says which', async () => {
    const large = '#'.repeat(5 * 1024 * 1024 - 1)
    const dependencies = ['one', 'two', 'three'].map((alias) => ({ name: 'db', alias }))
    const guide = await guideOf({
      ...leaf('web', { dependencies }),
      'values.yaml': large,
      ...under('db', { ...leaf('db'), 'values.yaml': large }),
    })
    expect(paths(guide.defaults)).toEqual(['', 'one', 'two'])
    expect(guide.gaps).toEqual([expect.stringContaining('values.yaml of three')])
  })
})

it('is refused of what is not there', async () => {
  await expect(readGuide(join(root, 'none.tgz'))).rejects.toMatchObject({ error: { code: 'chart-invalid' } })
})
