import { expect } from 'playwright/test'
import { startChartRepository } from '../cluster/chart-repository.mjs'
import { helmHomeOf } from '../fixtures/chart-world'
import { helmCli, type HelmCli } from '../fixtures/helm-cli'
import { test } from '../fixtures/test'
import { chartsPage } from '../pages/charts'
import { confirmDialog } from '../pages/dialogs'
import { errorPanel } from '../pages/error-panel'
import { sourcesPage } from '../pages/sources'

/** The repositories as the command line of the person at the app sees them. */
async function known(helm: HelmCli, home: string, kubeconfig: string): Promise<unknown> {
  const own = helmCli(helm.major, helm.file, helmHomeOf(home))
  return JSON.parse(await own.run(kubeconfig, ['repo', 'list', '-o', 'json']))
}

test('adds, updates and removes repositories, as helm has them', async ({ launch, helm, home, world, kubeconfig }) => {
  const { apps, databases } = world.charts.repositories
  const { page } = await launch()
  const sources = sourcesPage(page)
  await sources.open()
  await expect(page.getByRole('heading', { name: 'No repositories yet' })).toBeVisible()
  await sources.add({ name: 'apps', url: apps.url })
  await expect(sources.row('apps')).toContainText(apps.url)
  await sources.add({ name: 'data', url: databases.url })
  await expect(sources.row('data')).toContainText('3')
  expect(await known(helm, home, kubeconfig)).toEqual([
    { name: 'apps', url: apps.url },
    { name: 'data', url: databases.url },
  ])

  await test.step('update one and all', async () => {
    const time = sources.row('data').getByRole('time')
    const first = await time.getAttribute('datetime')
    await sources.row('data').getByRole('button', { name: 'Update data' }).click()
    await expect(time).not.toHaveAttribute('datetime', first ?? '')
    const second = await time.getAttribute('datetime')
    await sources.button('Update all').click()
    await expect(time).not.toHaveAttribute('datetime', second ?? '')
  })
  await test.step('remove one, after asking', async () => {
    await sources.row('data').getByRole('button', { name: 'Remove data' }).click()
    const { dialog, expectSafeFocus, escape, answer } = confirmDialog(page, 'Remove the repository data?')
    await expectSafeFocus('Keep it')
    await escape()
    await expect(sources.row('data')).toBeVisible()
    await sources.row('data').getByRole('button', { name: 'Remove data' }).click()
    await answer('Remove data').click()
    await expect(dialog).toHaveCount(0)
    await expect(sources.row('data')).toHaveCount(0)
    expect(await known(helm, home, kubeconfig)).toEqual([{ name: 'apps', url: apps.url }])
  })
  await test.step('its charts are not found any more', async () => {
    await chartsPage(page).open()
    await expect(chartsPage(page).rows.filter({ hasText: 'storefront' })).toBeVisible()
    await expect(chartsPage(page).rows.filter({ hasText: 'postgres-db' })).toHaveCount(0)
  })
})

test('adds a repository with a login, which is neither shown nor told on a command line', async ({
  launch,
  helm,
  home,
  world,
  kubeconfig,
}) => {
  const { folder } = world.charts.repositories.databases
  const auth = { username: 'reader', password: 'open sesame' }
  const server = await startChartRepository({ folder, auth })
  try {
    const { page } = await launch()
    const sources = sourcesPage(page)
    await sources.open()
    await sources.add({ name: 'locked', url: server.url })
    await expect(errorPanel(page).panel).toHaveAttribute('data-error', 'registry-unauthorised')
    await expect(errorPanel(page).panel).toContainText('401')
    await sources.add({ name: 'locked', url: server.url, login: auth })
    await expect(sources.row('locked')).toContainText('signed in')
    await expect(page.getByText(auth.password)).toHaveCount(0)
    expect(await known(helm, home, kubeconfig)).toEqual([{ name: 'locked', url: server.url }])
    await chartsPage(page).open()
    await expect(chartsPage(page).rows).toHaveCount(3)
  } finally {
    await server.close()
  }
})

test('says why a repository cannot be added or updated, and keeps what was typed', async ({ launch, world }) => {
  const { folder } = world.charts.repositories.databases
  const page401 = await startChartRepository({ folder, mode: 'broken' })
  const good = await startChartRepository({ folder })
  try {
    const { page } = await launch()
    const sources = sourcesPage(page)
    await sources.open()
    await sources.add({ name: '-data', url: 'ftp://127.0.0.1/' })
    await expect(sources.form.getByRole('textbox', { name: 'Name', exact: true })).toHaveAttribute(
      'aria-invalid',
      'true',
    )
    await expect(sources.form.getByRole('textbox', { name: 'Address' })).toHaveAttribute('aria-invalid', 'true')

    await sources.add({ name: 'data', url: page401.url })
    await expect(errorPanel(page).heading).toHaveText('This is not a chart index.')
    await expect(sources.form.getByRole('textbox', { name: 'Address' })).toHaveValue(page401.url)
    await sources.add({ name: 'data', url: good.url })
    await expect(sources.row('data')).toBeVisible()

    await test.step('a repository that has gone away', async () => {
      await good.close()
      await sources.row('data').getByRole('button', { name: 'Update data' }).click()
      await expect(page.getByText("Not updated. The source doesn't respond.")).toBeVisible()
      await expect(errorPanel(page).panel).toHaveCount(0)
      await expect(sources.row('data')).toContainText('3')
    })
  } finally {
    await Promise.all([page401.close(), good.close()])
  }
})
