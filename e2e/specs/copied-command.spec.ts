import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { run } from '../cluster/processes.mjs'
import { startOf } from '../fixtures/launch'
import { answerSaveDialog } from '../fixtures/native-dialog'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'

test('a copied command runs in a shell, with the values in a file of the person alone', async ({
  openBench,
  world,
  home,
  helm,
  cli,
  namespace,
}) => {
  const { app, page } = await openBench()
  const change = changePage(page)
  await chartsPage(page).open()
  await chartsPage(page).find('storefront')
  await chartsPage(page).openChart('apps/storefront')
  await chartPage(page).install.click()
  await change.name.fill('pasted')
  await change.namespace.fill(namespace)
  await change.writeValues('banner: "it\'s $HOME"\n')

  for (const word of ['--values=-', '--create-namespace']) await expect(change.command).toContainText(word)

  const file = join(home, 'my values.yaml')
  await answerSaveDialog(app, file)
  await page.getByRole('main').getByRole('button', { name: 'Copy the command' }).click()
  const dialog = page.getByRole('dialog', { name: 'Copy the command' })
  await dialog.getByRole('button', { name: 'Save values file…' }).click()
  await expect(dialog.getByRole('status')).toContainText(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const text = await dialog.getByLabel('The command to copy').innerText()
  expect(text).toContain(file)

  // A shell of the same person, which knows neither the kubeconfig nor the helm of the app.
  const { env } = startOf(world, home, helm.file, { kubeconfig: null })
  const { code, stderr } = await run('bash', ['-c', text.trim()], { env })
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
  expect(await cli.values('pasted')).toEqual({ banner: "it's $HOME" })
})
