import { expect } from 'playwright/test'
import { connect } from '../../cluster/kube-client.mjs'
import { hostileReleases, hostileSecret, plantedSecret } from '../../bench/hostile/releases'
import { test } from '../../fixtures/test'
import { frame } from '../../pages/frame'

/** One of each kind; all of them are read in `releases/texts/texts.spec.ts`, and measured by the bench. */
const names = [
  ...['brackets-40m', 'alias-bomb', 'documents-50k', 'honest-46mb', 'values-1mb', 'values-deep-10k'],
  ...['notes-10mb', 'hooks-10k', 'description-secret', 'bomb', 'gzip-cut', 'chart-name'],
]
const tabs = ['overview', 'notes', 'values', 'manifest']

test('releases that nobody should have written are shown or told in words, and hold nothing up', async ({
  world,
  namespace,
  openBench,
}) => {
  test.setTimeout(240_000)
  const cluster = connect(world.bench.kubeconfig)
  await cluster.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  const chosen = hostileReleases.filter(({ name }) => names.includes(name))
  expect(chosen).toHaveLength(names.length)
  const secrets = `/api/v1/namespaces/${namespace}/secrets`
  for (const release of chosen) await cluster.call('POST', secrets, hostileSecret(release, namespace))
  const { page } = await openBench()
  const panel = page.getByRole('main').getByRole('tabpanel')
  const trouble = page.getByRole('main').getByRole('alert')
  for (const { name } of chosen) {
    for (const tab of tabs) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#/releases/${namespace}/${name}?tab=${tab}`)}`)
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
      // Its text, or why there is none: never nothing, and never only that something went wrong.
      await expect(panel.or(trouble).first()).not.toBeEmpty({ timeout: 30_000 })
      await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 })
      const text = await page.getByRole('main').innerText()
      expect(text).not.toContain(plantedSecret)
      expect(text).not.toContain('Something went wrong inside Wheelhouse')
    }
  }
  // The window is as quick as ever: the list is there, and one of its rows can be opened.
  await frame(page).openReleases()
  await expect(page.getByRole('table', { name: 'Releases' })).toBeVisible()
  for (const { name } of chosen) await cluster.call('DELETE', `${secrets}/sh.helm.release.v1.${name}.v1`)
  cluster.close()
})
