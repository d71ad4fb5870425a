import { describe, expect, it, vi } from 'vitest'
import type { Envelope } from '@shared/contract/bridge'
import { requests, type RequestName } from '@shared/contract/requests'
import type { Charts } from '../charts/charts'
import type { BlameReader } from '../releases/blame/blame'
import type { ReleaseIndexes } from '../releases/index/indexes'
import type { Repairs } from '../operations/repair/repairs'
import type { OwnValuesReader } from '../releases/own-values'
import type { RevisionReader } from '../releases/revision'
import { chartHandlers } from './chart-handlers'
import { openDoor, type Handlers } from './door'
import { releaseHandlers } from './release-handlers'

const own = [
  'charts:search',
  'charts:list_versions',
  'charts:get_chart',
  'charts:get_values_guide',
  'charts:choose_file',
  'charts:list_repositories',
  'charts:add_repository',
  'charts:update_repositories',
  'charts:sign_in_repository',
  'charts:remove_repository',
  'release:get_revision',
  'release:get_text',
  'release:get_own_values',
  'release:reveal_values',
  'release:hide_values',
  'release:get_values_guide',
  'release:diagnose',
  'release:list_backups',
] as const satisfies readonly RequestName[]

/** The door with these channels' own handlers; what stands behind them is watched. */
function setUp() {
  const behind = vi.fn(() => Promise.resolve([]))
  const charts: Charts = {
    search: behind as unknown as Charts['search'],
    listVersions: behind,
    getChart: behind as unknown as Charts['getChart'],
    getGuide: behind as unknown as Charts['getGuide'],
    readOutside: behind,
    listRepositories: behind,
    addRepository: behind,
    updateRepositories: behind,
    signInRepository: behind,
    removeRepository: behind,
  }
  const revisions = { detail: behind, text: behind, guide: behind } as unknown as RevisionReader
  const others = Object.fromEntries(Object.keys(requests).map((name) => [name, behind])) as unknown as Handlers
  const handlers: Handlers = {
    ...others,
    ...chartHandlers({ charts, chooseChart: behind as unknown as () => Promise<string> }),
    ...releaseHandlers({
      revisions,
      ownValues: { read: behind, reveal: behind, hide: behind, complete: behind } as unknown as OwnValuesReader,
      blame: { blame: behind, history: behind, origins: behind } as unknown as BlameReader,
      indexes: { of: behind, follow: behind, followHistory: behind, kick: behind } as unknown as ReleaseIndexes,
      repairs: { diagnose: behind, listBackups: behind } as unknown as Repairs,
      health: { follow: () => [] },
      namespaceMemory: { get: () => [], set: () => undefined },
      chooseTextFile: behind as unknown as () => Promise<string>,
      loaded: Promise.resolve(),
      target: () => Promise.resolve({ context: 'c', kubeconfigFiles: [], helmEnv: {} }),
      bind: () => Promise.resolve({ context: 'c', kubeconfigFiles: [], helmEnv: {} }),
    }),
  }
  const listeners = new Map<string, (event: unknown, input: unknown) => Promise<Envelope<unknown>>>()
  openDoor(handlers, {
    ipcMain: {
      handle: (name, listener) => void listeners.set(name, listener as never),
      removeHandler: (name) => void listeners.delete(name),
    },
    trust: { origin: 'app://wheelhouse', isOurs: () => true },
    onError: () => undefined,
  })
  const event = { sender: { id: 1 }, senderFrame: { origin: 'app://wheelhouse', parent: null } }
  const ask = async (name: RequestName, input: unknown): Promise<Envelope<unknown>> => {
    const listener = listeners.get(name)
    if (listener === undefined) throw new Error(`no handler for ${name}`)
    return listener(event, input)
  }
  return { behind, ask }
}

const long = 'x'.repeat(10_000)
const noText: readonly unknown[] = [undefined, null, 1, true, {}, [], ['a']]
const noChart: readonly unknown[] = [
  ...noText,
  ...['', ' ', 'nginx', 'a//c', './chart', '../chart', 'a/..', './x', 'repo\\chart', 'a/../c', 'a/b\\..\\c', 'a/', '.'],
  ...['-f', '--repo=x', 'oci://', 'oci://host', 'oci:// a/b', 'http://host/chart.tgz', 'file:///etc/passwd'],
  ...['a\u0000b/c', 'repo/ch\nart', `repo/${long}`, `/${long}`, 'C:chart', 'repo/chart\u001b[0m'],
]
const noName: readonly unknown[] = [
  ...noText,
  ...[
    '',
    ' ',
    '-x',
    '--all',
    '../x',
    'a/b',
    'a\\b',
    'a b',
    'a\n',
    'ä',
    '.',
    '..',
    'a.',
    '.a',
    'x'.repeat(65),
    'a\u0000',
  ],
]
/** What is on helm's list may be called anything. */
const noKnownName: readonly unknown[] = [...noText, 'a\u0000', long]
const noUrl: readonly unknown[] = [
  ...noText,
  ...['', 'charts.example.com', 'ftp://a', 'file:///etc', 'oci://a/b', 'javascript:alert(1)', '-https://a', '--x'],
  ...['https://', 'https://joe:secret@a.test', 'https://joe@a.test', 'https://a\nb', `https://a/${long}`],
]
const good = { release_name: 'web', namespace: 'shop', revision: 1 }
const noRevision: readonly unknown[] = [
  ...noText.filter((bad) => bad !== 1),
  0,
  -1,
  1.5,
  '1',
  NaN,
  Infinity,
  2 ** 31,
  '1; rm',
]
const noRelease: readonly unknown[] = [
  ...noText,
  '',
  '-a',
  'a/b',
  '../x',
  'x'.repeat(254),
  'a\n',
  '--all',
  'a,b',
  'a=b',
]

const table: readonly (readonly [RequestName, readonly unknown[]])[] = [
  ['charts:search', [...noText, 'x'.repeat(201), 'a\u0000b', 'a\nb', '\u001b[31m'].map((query) => ({ query }))],
  ['charts:list_versions', noChart.map((chart) => ({ chart }))],
  ['charts:get_chart', noChart.map((chart) => ({ chart }))],
  ['charts:get_values_guide', noChart.map((chart) => ({ chart }))],
  [
    'charts:get_chart',
    [null, 1, {}, '', '-1', '--devel', ' 1', '1\n', long].map((version) => ({ chart: 'a/b', version })),
  ],
  ['charts:choose_file', [...noText, 'file', 'Folder', 'folder '].map((kind) => ({ kind }))],
  ['charts:add_repository', noName.map((name) => ({ name, url: 'https://a.test' }))],
  ['charts:add_repository', noUrl.map((url) => ({ name: 'a', url }))],
  [
    'charts:add_repository',
    ['username', 'password'].flatMap((field) =>
      [null, 1, {}, 'a\nb', 'a\u0000', 'x'.repeat(4097)].map((bad) => ({
        name: 'a',
        url: 'https://a.test',
        [field]: bad,
      })),
    ),
  ],
  ['charts:update_repositories', noKnownName.filter((name) => name !== undefined).map((name) => ({ name }))],
  ['charts:sign_in_repository', noKnownName.map((name) => ({ name, username: 'a', password: 'b' }))],
  [
    'charts:sign_in_repository',
    [null, 1, {}, '', 'a\nb', long].map((username) => ({ name: 'a', username, password: 'b' })),
  ],
  ['charts:sign_in_repository', [undefined, 1, {}, 'a\nb'].map((password) => ({ name: 'a', username: 'b', password }))],
  ['charts:remove_repository', noKnownName.map((name) => ({ name }))],
  ['release:get_revision', noRevision.map((revision) => ({ ...good, revision }))],
  ['release:get_values_guide', noRevision.map((revision) => ({ ...good, revision }))],
  ['release:get_values_guide', noRelease.map((name) => ({ ...good, release_name: name }))],
  ['release:get_revision', noRelease.map((name) => ({ ...good, release_name: name }))],
  ['release:diagnose', noRelease.map((name) => ({ release_name: name, namespace: 'shop' }))],
  [
    'release:diagnose',
    [1, null, '', 'a.b', '../x', '--all', 'x'.repeat(64)].map((namespace) => ({ release_name: 'web', namespace })),
  ],
  ['release:list_backups', noRelease.map((name) => ({ release_name: name, namespace: 'shop' }))],
  ['release:get_text', [...noText, 'secrets', 'Values', ''].map((part) => ({ ...good, part }))],
  ['release:get_own_values', noRelease.map((name) => ({ ...good, release_name: name }))],
  ['release:reveal_values', [null, 1, 'a', [], [-1], {}].map((path) => ({ ...good, values: 'a: 1', path }))],
  ['release:hide_values', [null, 1, {}, undefined].map((values) => ({ ...good, values }))],
  ['release:get_text', [null, 1, 'true', {}].map((reveal) => ({ ...good, part: 'values', reveal }))],
  [
    'release:get_text',
    [...noText, '', 'Shop', 'a.b', '-a', '../x', 'x'.repeat(64)].map((namespace) => ({
      ...good,
      part: 'values',
      namespace,
    })),
  ],
  ['release:get_text', ['a\u0000', 'a\nb', '', 7].map((context) => ({ ...good, part: 'values', context }))],
]

describe('bad input to charts and revisions', () => {
  it.each(table)('%s refuses it and starts nothing', async (name, inputs) => {
    const { ask, behind } = setUp()
    for (const input of inputs) {
      const told = JSON.stringify(input)
      expect([told, await ask(name, input)]).toMatchObject([told, { error: { code: 'invalid-input' } }])
    }
    expect(behind).not.toHaveBeenCalled()
  })

  it.each(own)('%s refuses what it does not know', async (name) => {
    const { ask, behind } = setUp()
    const known = {
      username: 'a',
      password: 'b',
      query: '',
      chart: 'a/b',
      kind: 'folder',
      name: 'a',
      url: 'https://a.test',
      ...good,
      part: 'notes',
    }
    for (const input of [undefined, null, 7, 'text', [], [known], { ...known, more: 1 }])
      expect(await ask(name, input)).toMatchObject({ error: { code: 'invalid-input' } })
    expect(behind).not.toHaveBeenCalled()
  })

  it.each([
    ['charts:search', { query: '' }],
    ['charts:list_versions', { chart: 'repo/chart' }],
    ['charts:get_chart', { chart: 'oci://host:5000/a/b', version: '^1.0 || 2' }],
    ['charts:get_chart', { chart: '/home/joe/my chart.tgz' }],
    ['charts:choose_file', { kind: 'archive' }],
    ['charts:list_repositories', {}],
    [
      'charts:add_repository',
      { name: 'my.repo_1', url: 'http://127.0.0.1:8080/x', username: '-u', password: ' --p w ' },
    ],
    ['charts:update_repositories', {}],
    ['charts:sign_in_repository', { name: 'a', username: '-u', password: '' }],
    ['charts:remove_repository', { name: 'a' }],
    ['charts:get_values_guide', { chart: '/home/joe/my chart.tgz' }],
    ['release:get_values_guide', { ...good, context: 'a b' }],
    ['release:get_revision', good],
    ['release:get_own_values', good],
    ['release:reveal_values', { ...good, values: '', path: ['a', 0, ''] }],
    ['release:hide_values', { ...good, values: 'a: [' }],
    ['release:diagnose', { release_name: 'web', namespace: 'shop' }],
    ['release:list_backups', { release_name: 'web', namespace: 'shop', context: 'a b' }],
    ['release:get_text', { ...good, part: 'computed-values', reveal: true, context: 'a b' }],
  ] as const)('%s takes what is good', async (name, input) => {
    const { ask, behind } = setUp()
    expect(await ask(name, input)).toHaveProperty('ok')
    expect(behind).toHaveBeenCalledTimes(1)
  })
})
