import { join } from 'node:path'
import { expect } from 'playwright/test'
import { helmHomeOf } from '../fixtures/chart-world'
import { helmCli } from '../fixtures/helm-cli'
import { test } from '../fixtures/test'
import { chartPage, chartsPage } from '../pages/charts'
import { editorText } from '../pages/editor'
import { frame } from '../pages/frame'

interface Found {
  readonly name: string
  readonly version: string
  readonly app_version: string
}

test('finds charts of all repositories, as helm does', async ({ openBench, home, helm, world }) => {
  const { page } = await openBench()
  const charts = chartsPage(page)
  // helm, with the home of the person at the app.
  const own = helmCli(helm.major, helm.file, helmHomeOf(home))
  const search = async (text: string): Promise<Found[]> => {
    const args = ['search', 'repo', ...(text === '' ? [] : [text]), '-o', 'json']
    return JSON.parse(await own.run(world.bench.kubeconfig, args)) as Found[]
  }
  const refs = (found: readonly Found[]) => found.map(({ name, version }) => `${name} ${version}`).sort()
  const shown = async () => (await charts.read()).map((row) => `${row.repository}/${row.name} ${row.version}`).sort()

  await charts.open()
  const all = await search('')
  expect(new Set(all.map(({ name }) => name.split('/')[0]))).toEqual(new Set(['apps', 'databases']))
  await expect.poll(shown).toEqual(refs(all))
  for (const { name, app_version: appVersion } of all) {
    const [repository, chart] = name.split('/')
    expect(await charts.read()).toContainEqual(expect.objectContaining({ name: chart, repository, appVersion }))
  }

  await test.step('search in both at once', async () => {
    await charts.search.fill('queue')
    await expect.poll(shown).toEqual(refs(await search('queue')))
    await charts.search.fill('cache')
    await expect.poll(shown).toEqual(refs(await search('cache')))
    const repositories = (await charts.read()).map(({ repository }) => repository)
    expect(new Set(repositories)).toEqual(new Set(['apps', 'databases']))
  })
  await test.step('nothing matches', async () => {
    await charts.search.fill('no-such-chart')
    await expect(page.getByRole('heading', { name: 'No chart matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await expect.poll(shown).toEqual(refs(all))
  })
  await test.step('Enter opens the best, and back leads to the search', async () => {
    await charts.search.fill('postgres')
    await expect(charts.rows).toHaveCount(1)
    await charts.search.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('postgres-db')
    await page.goBack()
    await expect(charts.search).toHaveValue('postgres')
  })
})

test('shows the versions and the default values of a chart, as helm does', async ({ openBench, helm, world }) => {
  const { page } = await openBench()
  const chart = chartPage(page)
  const defaultsOf = async (version: string) => {
    const archive = join(world.charts.archives, `redis-cache-${version}.tgz`)
    const text = await helm.run(world.bench.kubeconfig, ['show', 'values', archive])
    // helm ends what it prints with a line's end of its own.
    return text.replace(/\n$/, '')
  }
  await chartsPage(page).open()
  await chartsPage(page).openChart('databases/redis-cache')
  const newest = await defaultsOf('7.0.0')
  await expect.poll(() => editorText(chart.defaults)).toBe(newest)
  expect(await chart.versions()).toEqual(['7.0.0', '6.3.1', '6.2.0'])

  await chart.choose('6.2.0')
  const oldest = await defaultsOf('6.2.0')
  expect(oldest).not.toBe(newest)
  await expect.poll(() => editorText(chart.defaults)).toBe(oldest)
})

test('needs no cluster, and says what to do where there is no repository @once', async ({ launch, world }) => {
  const { page } = await launch({ kubeconfig: world.bench.kubeconfig })
  await frame(page).expectConnection('Connected')
  await chartsPage(page).open()
  await expect(page.getByRole('heading', { name: 'No repository to search' })).toBeVisible()
  await page.getByRole('link', { name: 'Add a repository' }).click()
  await expect(page.getByRole('form', { name: 'Add a repository' })).toBeVisible()
})
