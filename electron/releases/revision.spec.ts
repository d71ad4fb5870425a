import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import { secretMask } from '@shared/mask'
import type { ClusterTarget } from '../kube/target'
import { createRevisionReader, type RevisionReader } from './revision'

const target: ClusterTarget = { context: 'c', kubeconfigFiles: ['/k'], helmEnv: {} }
const id = { namespace: 'ns', name: 'web', revision: 2 }

const release = {
  name: 'web',
  namespace: 'ns',
  version: 2,
  info: {
    first_deployed: '2026-01-01T00:00:00Z',
    last_deployed: '2026-01-02T00:00:00Z',
    status: 'deployed',
    description: 'Upgrade complete',
    notes: 'Sign in with hunter22!',
  },
  config: { auth: { password: 'hunter22' }, replicas: 3, image: null },
  chart: {
    metadata: { name: 'web-frontend', version: '1.0.0', appVersion: '9', description: 'A page' },
    templates: [{ name: 'templates/a.yaml', data: 'e30=' }],
    values: { auth: { password: '', user: 'joe' }, replicas: 1, image: 'a:1' },
  },
  manifest: [
    '---\n# Source: web-frontend/templates/secret.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  a: aHVudGVyMjI=\n',
    '---\n# Source: web-frontend/templates/deployment.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: other\n',
    '---\napiVersion: v1\nkind: List\nitems:\n  - {kind: ConfigMap, metadata: {name: "1"}}\n',
  ].join(''),
  hooks: [{ name: 'migrate', kind: 'Job', path: 'web-frontend/templates/job.yaml', events: ['pre-upgrade'] }],
}

const encode = (value: unknown): string =>
  Buffer.from(gzipSync(JSON.stringify(value)).toString('base64')).toString('base64')

/** An API server's answers about one Secret, which may be changed; counts the GETs of the whole Secret. */
function setUp(first: unknown = release): {
  reader: RevisionReader
  secret: { payload: string; version: number }
  reads: () => number
} {
  const secret = { payload: encode(first), version: 1 }
  let reads = 0
  const reader = createRevisionReader(() => ({
    get: (path, request) => {
      if (!path.endsWith('/namespaces/ns/secrets/sh.helm.release.v1.web.v2'))
        return Promise.reject(new AppFailure(appError('api-missing', 'Not there.')))
      const metadata = { name: 'n', namespace: 'ns', uid: 'u', resourceVersion: String(secret.version) }
      if (request?.accept?.includes('PartialObjectMetadata')) return Promise.resolve({ metadata })
      reads += 1
      return Promise.resolve({ metadata, data: { release: secret.payload } })
    },
  }))
  return { reader, secret, reads: () => reads }
}

describe('a revision', () => {
  it('tells what an uninstall needs to know: hooks in full, and definitions that stay', async () => {
    const definition = 'kind: CustomResourceDefinition\nmetadata:\n  name: wheels.x.test\n'
    const files = [
      { name: 'crds/wheels.yaml', data: Buffer.from(definition).toString('base64') },
      { name: 'docs/crds/other.yaml', data: Buffer.from(definition).toString('base64') },
      { name: 'crds/README.md', data: 'eA==' },
      { name: 'crds/broken.yaml' },
    ]
    const hook = { ...release.hooks[0], weight: -5, delete_policies: ['hook-succeeded'] }
    const { reader } = setUp({ ...release, chart: { ...release.chart, files }, hooks: [hook] })
    const detail = await reader.detail(target, id)
    expect(detail.crds).toEqual(['wheels.x.test'])
    expect(detail.hooks).toMatchObject([{ name: 'migrate', weight: -5, deletePolicies: ['hook-succeeded'] }])
  })

  it('is told in full', async () => {
    expect(await setUp().reader.detail(target, id)).toEqual({
      name: 'web',
      namespace: 'ns',
      revision: 2,
      status: 'deployed',
      description: 'Upgrade complete',
      firstDeployed: '2026-01-01T00:00:00Z',
      updated: '2026-01-02T00:00:00Z',
      chartName: 'web-frontend',
      chartVersion: '1.0.0',
      appVersion: '9',
      chartDescription: 'A page',
      canKeepChart: true,
      unreadValues: ['auth'],
      objects: [
        { kind: 'Secret', name: 'web', namespace: '' },
        { kind: 'Deployment', name: 'web', namespace: 'other' },
        { kind: 'ConfigMap', name: '1', namespace: '' },
      ],
      hooks: [{ kind: 'Job', name: 'migrate', events: ['pre-upgrade'], weight: 0, deletePolicies: [] }],
      images: { list: [], count: 0, unread: 0 },
    })
  })

  it.each([
    ['values', `auth:\n  password: ${secretMask}\nreplicas: 3\nimage: null\n`, 1],
    ['computed-values', `auth:\n  password: ${secretMask}\n  user: joe\nreplicas: 3\n`, 1],
    ['manifest', release.manifest.replace('aHVudGVyMjI=', secretMask), 1],
    ['notes', `Sign in with ${secretMask}!`, 1],
  ] as const)('masks its %s, and shows them when asked', async (part, masked, count) => {
    const { reader } = setUp()
    expect(await reader.text(target, id, part, false)).toEqual({ text: masked, masked: count })
    const shown = await reader.text(target, id, part, true)
    expect(shown).toEqual({
      text: part === 'manifest' ? release.manifest : masked.replace(secretMask, 'hunter22'),
      masked: 0,
    })
  })

  it('tells what its chart says of values, without what may be secret in them, and what the record lacks', async () => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64')
    const chart = {
      ...release.chart,
      metadata: { ...release.chart.metadata, dependencies: [{ name: 'db', version: '1' }] },
      schema: base64('{"$ref":"https://a.test/s.json"}'),
      templates: [{ name: 'templates/a.yaml', data: base64('{{ .Values.auth.user }}{{ .Values.replicas }}') }],
      values: { auth: { password: 'hunter22', user: 'joe' }, note: 'It is hunter22.', replicas: 1 },
    }
    const guide = await setUp({ ...release, chart }).reader.guide(target, id)
    expect(guide).toEqual({
      schemas: [{ path: [], text: '{"$ref":"https://a.test/s.json"}' }],
      defaults: [
        { path: [], text: `auth:\n  password: ${secretMask}\n  user: joe\nnote: It is ${secretMask}.\nreplicas: 1\n` },
      ],
      mentioned: ['auth.user', 'replicas'],
      outside: ['https://a.test/s.json'],
      gaps: [expect.stringContaining('inside this chart: db.'), expect.stringContaining('Secrets')],
    })
  })

  it.each<readonly [string, object, readonly string[]]>([
    [
      'a whole chart',
      {
        values: { replicas: 1 },
        templates: [{ name: 'templates/a.yaml', data: 'e3suVmFsdWVzLmF1dGguYX19e3suVmFsdWVzLmltYWdlfX0=' }],
      },
      [],
    ],
    ['values that nobody reads', { values: { db: { size: 1 } } }, ['no template reads auth, db']],
    ['a lock', { values: {}, lock: { digest: 'x' } }, ['charts inside this chart.']],
    ['no templates or values', { values: 7, templates: null }, ['charts inside this chart.']],
    ['a schema that is none', { values: {}, schema: 'eA==', lock: {} }, ['charts inside', 'not JSON']],
  ])('tells the gaps of a record with %s', async (_what, more, gaps) => {
    const made = { ...release, chart: { ...release.chart, ...more } }
    const guide = await setUp(made).reader.guide(target, id)
    expect(guide.gaps).toEqual(gaps.map((gap) => expect.stringContaining(gap) as string))
  })

  it('shows no default values where it cannot find all secrets', async () => {
    const manifest = '# A comment.\n'.repeat(700_000)
    const guide = await setUp({ ...release, manifest }).reader.guide(target, id)
    expect(guide.defaults).toEqual([])
    expect(guide.gaps).toContainEqual(expect.stringContaining('too long to find all secrets'))
  })

  it('has no values when it has none', async () => {
    const { reader } = setUp({ ...release, config: undefined })
    expect(await reader.text(target, id, 'values', false)).toEqual({ text: '', masked: 0 })
  })

  it.each([
    [5, ['save-text']],
    [9, []],
  ])('with a manifest of %i MB offers to save it only where that is possible', async (megabytes, actions) => {
    const line = '# A comment.\n'
    const manifest = line.repeat((megabytes * 1024 * 1024) / line.length)
    const { reader } = setUp({ ...release, manifest })
    const told = { error: { code: 'release-too-large', actions } }
    await expect(reader.text(target, id, 'manifest', true)).rejects.toMatchObject(told)
    await expect(reader.text(target, id, 'manifest', false)).rejects.toMatchObject(told)
  })

  it('is read once for all who ask, and again when its Secret has changed', async () => {
    const { reader, secret, reads } = setUp()
    await Promise.all([reader.detail(target, id), reader.text(target, id, 'values', false), reader.detail(target, id)])
    await reader.text(target, id, 'manifest', false)
    expect(reads()).toBe(1)
    Object.assign(secret, {
      version: 2,
      payload: encode({ ...release, info: { ...release.info, status: 'superseded' } }),
    })
    expect((await reader.detail(target, id)).status).toBe('superseded')
    expect(reads()).toBe(2)
  })

  it.each([
    [
      'dependencies',
      { chart: { ...release.chart, metadata: { ...release.chart.metadata, dependencies: [{ name: 'a' }] } } },
    ],
    ['a lock', { chart: { ...release.chart, lock: { digest: 'x' } } }],
    ['a vendored chart', { manifest: '---\n# Source: web-frontend/charts/db/templates/a.yaml\nkind: A\n' }],
    ['a vendored hook', { hooks: [{ ...release.hooks[0], path: 'web-frontend/charts/db/templates/a.yaml' }] }],
    ['no templates', { chart: { ...release.chart, templates: [] } }],
    [
      'a signature of a vendored chart',
      { chart: { ...release.chart, files: [{ name: 'charts/a-1.tgz.prov', data: '' }] } },
    ],
  ])('cannot be rebuilt with %s', async (_what, change) => {
    expect((await setUp({ ...release, ...change }).reader.detail(target, id)).canKeepChart).toBe(false)
  })

  it('names the values that none of its templates reads', async () => {
    const template = '{{ .Values.replicas }} {{/* .Values.auth.user */}} {{ index .Values "more" }}'
    const templates = (text: string): object[] => [
      { name: 'templates/a.yaml', data: Buffer.from(text).toString('base64') },
    ]
    const values = { ...release.chart.values, more: {}, tags: { db: false } }
    const chart = {
      ...release.chart,
      values,
      templates: templates('{{ .Values.replicas }} auth {{/* .Values.auth */}}'),
    }
    const detail = async (own: object): Promise<readonly string[] | undefined> =>
      (await setUp({ ...release, chart: own }).reader.detail(target, id)).unreadValues
    expect(await detail(chart)).toEqual(['auth', 'more', 'tags'])
    expect(await detail({ ...chart, templates: templates('{{ .Values.auth }}{{ .Values.more.x }}') })).toEqual(['tags'])
    expect(await detail({ ...chart, templates: templates(template) })).toBeUndefined()
  })

  it('that does not exist is told', async () => {
    const { reader } = setUp()
    await expect(reader.detail(target, { ...id, revision: 3 })).rejects.toMatchObject({
      error: { code: 'revision-not-found' },
    })
  })

  it.each([
    ['no release', 'hello'],
    ['nothing', encode(null)],
    ['another shape', encode({ ...release, chart: [] })],
    ['values that are a list', encode({ ...release, config: [1] })],
    ['a bomb', Buffer.from(gzipSync(Buffer.alloc(70 * 1024 * 1024)).toString('base64')).toString('base64')],
  ])('with a payload that is %s is told', async (_what, payload) => {
    const { reader, secret } = setUp()
    secret.payload = payload
    await expect(reader.detail(target, id)).rejects.toMatchObject({ error: { code: 'revision-not-found' } })
  })

  it('is not remembered when it could not be read', async () => {
    const { reader, secret } = setUp()
    secret.payload = 'x'
    await expect(reader.detail(target, id)).rejects.toBeInstanceOf(AppFailure)
    secret.payload = encode(release)
    expect((await reader.detail(target, id)).name).toBe('web')
  })
})
