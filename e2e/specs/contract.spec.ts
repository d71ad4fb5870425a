import { expect } from 'playwright/test'
import type { RequestName } from '../../shared/contract/requests'
import type { HelmRelease } from '../../shared/model/release'
import { badInputsOf, requestNames } from '../fixtures/bad-inputs'
import { answersOf, invoke } from '../fixtures/bridge'
import { recordingHelm, secretVersions } from '../fixtures/no-change'
import { test } from '../fixtures/test'
import { releasesPage } from '../pages/releases-page'

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

  for (const name of requestNames) {
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

test('refuses names that are no channel, and what cannot be sent @once', async ({ sharedWindow: { page } }) => {
  const unknown = ['helm:no_such_verb', 'HELM:LIST', '../helm', 'ELECTRON_BROWSER_REQUIRE', '', 'x'.repeat(10_000)]
  for (const name of unknown) {
    expect(await answersOf(page, name as RequestName, [{}]), name).toEqual([expect.stringMatching(/^invalid-input: /)])
  }
  const code = await page.evaluate(
    `window.wheelhouse.invoke('helm:list_releases', { namespace: () => 1 }).then(() => 'accepted', ({ code }) => code)`,
  )
  expect(code).toBe('invalid-input')
})

test('gives an error as a plain object with its three parts @once', async ({ sharedWindow: { page } }) => {
  const error = await page.evaluate(
    `window.wheelhouse.invoke('helm:list_releases', { context: 'no-such-context' }).catch((error) => error)`,
  )
  expect(error).toEqual({
    code: 'context-missing',
    message: 'The context "no-such-context" doesn\'t exist.',
    cause: expect.stringMatching(/./) as unknown,
    actions: ['choose-context'],
    detail: expect.any(String) as unknown,
  })
})
