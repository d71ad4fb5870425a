import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { demoReleases } from '../../cluster/demo-plan.mjs'
import { ownDemo } from '../../fixtures/demo'
import { answerFileDialog } from '../../fixtures/native-dialog'
import { test } from '../../fixtures/test'
import { errorPanel } from '../../pages/error-panel'
import { frame } from '../../pages/frame'
import { releasesPage } from '../../pages/releases-page'

test('welcomes a person without a kubeconfig, and opens the file they choose', async ({ launch, kubeconfig }) => {
  const { app, page } = await launch({ kubeconfig: null })
  const choose = page.getByRole('button', { name: 'Choose a kubeconfig…' })
  await expect(page.getByRole('heading', { name: 'Which cluster?' })).toBeVisible()

  await test.step('cancel the dialog: nothing changes', async () => {
    await answerFileDialog(app, null)
    await choose.click()
    await expect(choose).toBeEnabled()
  })
  await answerFileDialog(app, kubeconfig)
  await choose.click()
  await releasesPage(page).ready()
  await frame(page).expectCluster('wheelhouse-e2e')
})

test('says when the chosen file is no kubeconfig', async ({ launch, world }) => {
  const { app, page } = await launch({ kubeconfig: null })
  await answerFileDialog(app, world.electron)
  await page.getByRole('button', { name: 'Choose a kubeconfig…' }).click()
  await expect(errorPanel(page).panel).toHaveAttribute('data-error', 'kubeconfig-invalid')
})

test('goes on by itself when a kubeconfig appears', async ({ launch, home, kubeconfig }) => {
  const { page } = await launch({ kubeconfig: null })
  await expect(page.getByRole('heading', { name: 'Which cluster?' })).toBeVisible()
  mkdirSync(join(home, '.kube'))
  copyFileSync(kubeconfig, join(home, '.kube', 'config'))
  await releasesPage(page).ready()
})

test('says why the demo cannot be started', async ({ launch, home }) => {
  const { page } = await launch({ kubeconfig: null, env: { WHEELHOUSE_NODE: join(home, 'no-node') } })
  await page.getByRole('button', { name: 'Start the demo' }).click()
  await expect(errorPanel(page).heading).toHaveText("The demo couldn't be started.")
  await expect(errorPanel(page).panel).toContainText('Node was not found.')
})

test('starts the demo and shows its releases', async ({ launch, home, world }) => {
  test.setTimeout(240_000)
  const demo = ownDemo(home, world)
  const { page } = await launch({ kubeconfig: null, env: demo.env })
  const releases = releasesPage(page)
  try {
    await page.getByRole('button', { name: 'Start the demo' }).click()
    await expect(page.getByRole('progressbar', { name: 'Starting the demo' })).toBeVisible()
    await expect(releases.rows.first()).toBeVisible({ timeout: 200_000 })
    await frame(page).expectCluster('wheelhouse-demo')
    await releases.expectNames(demoReleases.map(({ name }) => name).sort())
  } finally {
    await demo.end()
  }
})
