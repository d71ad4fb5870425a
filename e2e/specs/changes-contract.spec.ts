import { join } from 'node:path'
import { expect } from 'playwright/test'
import { secretMask } from '../../shared/mask'
import { answersOf, invoke } from '../fixtures/bridge'
import { recordingHelm, secretVersions } from '../fixtures/no-change'
import { test } from '../fixtures/test'
import { releasesPage } from '../pages/releases-page'

/** Values that helm must never be given. */
const badValues: Readonly<Record<string, string>> = {
  'no mapping': '- a\n- b\n',
  'a mere text': 'replicaCount',
  'a tab as indent': 'a:\n\tb: 1\n',
  'an open quote': 'a: "b\n',
  'a second document that is no mapping': 'a: 1\n---\n- b\n',
  'an alias to nowhere': 'a: *nobody\n',
  'a control character': 'a: "\u0007"\n',
  'a masked secret': `password: ${secretMask}\n`,
  'no number': 'a: .inf\n',
  'too deep': `a: ${'['.repeat(200)}${']'.repeat(200)}\n`,
  'half a million brackets': `a: ${'['.repeat(500_000)}\n`,
  'an alias bomb': [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, index) => {
      const before = `*${'abcdefgh'[index] ?? ''}`
      return `${name}: &${name} [${Array.from({ length: 10 }, () => before).join(', ')}]`
    }),
  ].join('\n'),
  'more bytes than letters': `a: ${'ä'.repeat(600_000)}\n`,
}

/** What a request resolves with, which is to be nothing. */
const resultOf = (request: Promise<unknown>): Promise<unknown> => request

test('does the five changes word for word, and resolves at their verified end', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const chart = join(world.charts.archives, 'mail-relay-1.0.0.tgz')
  const release = { release_name: 'relay', namespace }
  const { page } = await openBench()
  const told = { ...release, chart, values: 'replicaCount: 2 # two\n', create_namespace: true }
  expect(await resultOf(invoke(page, 'helm:install', told))).toBeUndefined()
  expect(await cli.history('relay')).toMatchObject([{ status: 'deployed' }])
  expect(await cli.values('relay')).toEqual({ replicaCount: 2 })

  await test.step('without values those of the deployed revision are kept', async () => {
    expect(await resultOf(invoke(page, 'helm:upgrade', { ...release, chart: 'apps/mail-relay' }))).toBeUndefined()
    expect(await cli.values('relay')).toEqual({ replicaCount: 2 })
  })
  for (const none of ['', '{}', '# nothing\n']) {
    await invoke(page, 'helm:upgrade', { ...release, chart, values: 'replicaCount: 3\n', wait: false })
    await invoke(page, 'helm:upgrade', { ...release, chart, values: none, wait: false })
    expect(await cli.values('relay'), JSON.stringify(none)).toBeNull()
  }
  expect(await resultOf(invoke(page, 'helm:rollback', { ...release, revision: 1 }))).toBeUndefined()
  expect(await cli.values('relay')).toEqual({ replicaCount: 2 })

  await test.step('the history is the one that helm tells', async () => {
    const shown = await invoke(page, 'helm:history', release)
    const history = await cli.history('relay')
    expect(history).toHaveLength(9)
    const words = history.map(({ revision, updated, status, chart: glued, app_version: appVersion, description }) => ({
      ...{ revision, updated, status, chart: glued, appVersion, description },
      ...{ chartName: 'mail-relay', chartVersion: glued.replace('mail-relay-', '') },
    }))
    expect(shown).toEqual(words)
  })
  expect(await resultOf(invoke(page, 'helm:uninstall', release))).toBeUndefined()
  expect(await cli.names()).toEqual([])
})

test('refuses values that helm must not get before helm is started @once', async ({
  openBench,
  home,
  helm,
  world,
  cli,
  namespace,
}) => {
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const recorder = recordingHelm(home, helm.file)
  const { page } = await openBench({ env: { HELM_BIN: recorder.file } })
  await releasesPage(page).ready()
  const changes = () => recorder.starts().filter((line) => /^(install|upgrade|rollback|uninstall) /.test(line))
  const secrets = () => secretVersions(world.bench.kubeconfig, namespace)
  const before = await secrets()
  expect(before.length).toBeGreaterThan(0)
  const release = { release_name: 'relay', namespace, chart: 'apps/mail-relay' }
  for (const [what, values] of Object.entries(badValues)) {
    const [install] = await answersOf(page, 'helm:install', [{ ...release, values }])
    const [upgrade] = await answersOf(page, 'helm:upgrade', [{ ...release, values }])
    expect(install, what).toMatch(/^(values-invalid|invalid-input): /)
    expect(upgrade, what).toMatch(/^(values-invalid|invalid-input): /)
  }
  expect(changes()).toEqual([])
  expect(await secrets()).toEqual(before)
})
