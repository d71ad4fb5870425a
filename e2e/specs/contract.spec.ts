import { expect } from 'playwright/test'
import { requests, type RequestInput, type RequestName } from '../../shared/contract/requests'
import type { HelmRelease } from '../../shared/model/release'
import { answersOf, invoke } from '../fixtures/bridge'
import { recordingHelm, secretVersions } from '../fixtures/no-change'
import { test } from '../fixtures/test'
import { releasesPage } from '../pages/releases-page'

const names = Object.keys(requests) as RequestName[]
const long = 'x'.repeat(10_000)

/** What no request may accept as a whole. */
const badInputs: readonly unknown[] = [
  undefined,
  null,
  1,
  'text',
  true,
  [],
  [{}],
  { unknown_field: 1 },
  { constructor: {} },
]

/** What no field may accept, by its name: wrong types, sizes, control characters, flags and ways out of a folder. */
const wrongTypes: readonly unknown[] = [1, true, null, {}, [], ['shop'], { toString: 'shop' }]
const badText = [...wrongTypes, long, 'a\u0000b', 'a\nb']
const badNames = [...badText, '', '-n', '--kubeconfig=/etc/passwd']
const badNumbers: readonly unknown[] = [-1, 0, 1.5, NaN, Infinity, 1e12, '1', '', null, {}, [], true]
const badAddresses = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://127.0.0.1/share', '--version', '/etc/passwd']
const badFields: Readonly<Record<string, readonly unknown[]>> = {
  namespace: [...badNames, ' ', 'Shop', 'shop_1', 'a/b', '../shop', '..', 'shop.', 'a'.repeat(64), 'shop;id', '$(id)'],
  release_name: [...badNames, ' ', 'Api', 'api_1', 'a/b', '../api', '..', 'api.', 'a'.repeat(54), 'api;id', '$(id)'],
  context: badNames,
  chart: [...badNames, 'orders-api', './orders-api', '../orders-api', '../../etc', 'http://127.0.0.1/x.tgz', 'oci://'],
  version: badNames,
  values: [1, true, null, {}, [], 'x'.repeat(1024 * 1024 + 1)],
  revision: badNumbers,
  timeout_seconds: badNumbers,
  wait: [1, 'true', null, {}],
  id: [...badNames, '../journal', '00000000'],
  query: badText,
  name: [...badNames, ' ', 'a/b', '..', '../repositories', 'a'.repeat(65)],
  contexts: [...wrongTypes.filter((value) => !Array.isArray(value)), [1], [''], ['-n'], [long]],
  namespaces: [null, 1, {}, 'shop', ['Shop'], ['../shop'], ['-n'], [long]],
  rows: [null, 1, {}, 'shop/api', ['api'], ['../shop/api'], ['shop/a\u0000'], [`shop/${long}`]],
  url: [...badNames, ...badAddresses, 'https://user:secret@127.0.0.1/', `https://127.0.0.1/${long}`],
  username: badText,
  password: badText,
  kind: ['', 'file', 1, null],
  part: ['', 'secrets', 1, null],
}

const release = { release_name: 'orders-api', namespace: 'shop' }

/** An input that is sound but for the one field that is not; a channel that needs no field needs no entry. */
const sound: { readonly [N in RequestName]?: RequestInput<N> } = {
  'helm:install': { ...release, chart: 'samples/orders-api' },
  'helm:upgrade': { ...release, chart: 'samples/orders-api' },
  'helm:uninstall': release,
  'helm:history': release,
  'helm:rollback': { ...release, revision: 1 },
  'helm:preview_command': { ...release, verb: 'uninstall' },
  'releases:follow': { contexts: ['no-such-context'] },
  'releases:show_rows': { context: 'no-such-context', rows: ['shop/orders-api'] },
  'releases:retry': { context: 'no-such-context' },
  'releases:mark_seen': { context: 'no-such-context' },
  'releases:set_namespaces': { context: 'no-such-context', namespaces: ['shop'] },
  'releases:follow_history': { release },
  'kube:check_access': { namespace: 'shop' },
  'release:get_revision': { ...release, revision: 1 },
  'release:get_text': { ...release, revision: 1, part: 'notes' },
  'release:get_source': release,
  'charts:get_chart': { chart: 'samples/orders-api' },
  'charts:add_repository': { name: 'samples', url: 'https://127.0.0.1:1/' },
}

/** Bad inputs for one request: as a whole, and field by field. A field that it does not have is refused as unknown. */
function badInputsOf(name: RequestName): unknown[] {
  const spoilt = Object.entries(badFields).flatMap(([field, values]) =>
    values.map((value) => ({ ...sound[name], [field]: value })),
  )
  return [
    ...badInputs,
    ...Object.keys(sound[name] ?? {}).map((field) => ({ ...sound[name], [field]: undefined })),
    ...spoilt,
  ]
}

/** A row without what helm's list does not tell. */
function inHelmsWords(row: HelmRelease): HelmRelease {
  const { description, ...words } = row
  expect(description).toBeDefined()
  return words
}

/** By name and namespace: helm leaves the order of equal names open. */
function inOrder<Release extends { name: string; namespace: string }>(releases: readonly Release[]): Release[] {
  const key = ({ name, namespace }: Release) => `${name}/${namespace}`
  return [...releases].sort((one, other) => (key(one) < key(other) ? -1 : 1))
}

test('lists releases word for word as helm knows them', async ({ launch, helm, world }) => {
  const { page } = await launch()
  const told = await helm.describe(world.shop.kubeconfig)
  const expected = inOrder(
    told.map(({ app_version, revision, ...told }) => ({
      ...told,
      revision: Number(revision),
      appVersion: app_version,
    })),
  )
  expect(inOrder((await invoke(page, 'helm:list_releases', {})).map(inHelmsWords))).toEqual(expected)

  const inShop = expected.filter(({ namespace }) => namespace === 'shop')
  expect(inOrder((await invoke(page, 'helm:list_releases', { namespace: 'shop' })).map(inHelmsWords))).toEqual(inShop)
  expect(await invoke(page, 'helm:list_releases', { namespace: 'no-such-namespace' })).toEqual([])
})

test('refuses bad input on every channel, starts no helm and changes nothing @once', async ({
  launch,
  helm,
  home,
  world,
}) => {
  const recorder = recordingHelm(home, helm.file)
  const { page } = await launch({ env: { HELM_BIN: recorder.file } })
  await releasesPage(page).ready()
  // The list needs no helm: About does, which asks it for its version.
  await invoke(page, 'app:get_info', {})
  const secrets = await secretVersions(world.shop.kubeconfig)
  const starts = recorder.starts()
  expect(starts.some((line) => line.startsWith('version'))).toBe(true)

  for (const name of names) {
    await test.step(name, async () => {
      const inputs = badInputsOf(name)
      const answers = await answersOf(page, name, inputs)
      // In the door's own words: a channel without a handler must not count as refused.
      const refused = `invalid-input: The request ${name} was refused.`
      const others = inputs.flatMap((input, index) => (answers[index] === refused ? [] : [[input, answers[index]]]))
      expect(JSON.stringify(others).slice(0, 2_000)).toBe('[]')
    })
  }
  expect(recorder.starts()).toEqual(starts)
  expect(await secretVersions(world.shop.kubeconfig)).toEqual(secrets)
})

test('refuses names that are no channel, and what cannot be sent @once', async ({ launch }) => {
  const { page } = await launch()
  const unknown = ['helm:no_such_verb', 'HELM:LIST', '../helm', 'ELECTRON_BROWSER_REQUIRE', '', long]
  for (const name of unknown) {
    expect(await answersOf(page, name as RequestName, [{}]), name).toEqual([expect.stringMatching(/^invalid-input: /)])
  }
  const code = await page.evaluate(
    `window.wheelhouse.invoke('helm:list_releases', { namespace: () => 1 }).then(() => 'accepted', ({ code }) => code)`,
  )
  expect(code).toBe('invalid-input')
})

test('gives an error as a plain object with its three parts @once', async ({ launch }) => {
  const { page } = await launch()
  const error = await page.evaluate(
    `window.wheelhouse.invoke('helm:list_releases', { context: 'no-such-context' }).catch((error) => error)`,
  )
  expect(error).toEqual({
    code: 'context-missing',
    message: 'The context "no-such-context" does not exist.',
    cause: expect.stringMatching(/./) as unknown,
    actions: ['choose-context'],
    detail: expect.any(String) as unknown,
  })
})
