import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { chartSources } from '../cluster/chart-packages.mjs'
import { startChartRepository } from '../cluster/chart-repository.mjs'
import { helmHomeOf } from '../fixtures/chart-world'
import { helmCli } from '../fixtures/helm-cli'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { operationPanel } from '../pages/operation'
import { sourcesPage } from '../pages/sources'

/** An index that helm refuses for one field. */
const mistaken = 'apiVersion: v1\nentries:\n  basket:\n  - name: basket\n    version: 1.0.0\n    appVersion: 9083e10\n'

test('finds, opens and installs a chart that has nothing but prereleases, and says what a later index is refused for', async ({
  openBench,
  world,
  helm,
  cli,
  home,
  namespace,
}) => {
  const folder = join(home, 'prereleases')
  mkdirSync(folder)
  const own = helmCli(helm.major, helm.file, helmHomeOf(home))
  const { page } = await openBench()
  let isMistaken = false
  const server = await startChartRepository({
    folder,
    intercept: (_, response) => {
      if (isMistaken) response.end(mistaken)
      return isMistaken
    },
  })
  try {
    for (const version of ['0.1.0-rc.9', '0.1.0-rc.10']) {
      const source = join(chartSources, 'redis-cache')
      const words = ['package', source, `--version=${version}`, `--destination=${folder}`]
      await own.run(world.bench.kubeconfig, words)
    }
    await own.run(world.bench.kubeconfig, ['repo', 'index', folder])
    const sources = sourcesPage(page)
    await sources.open()
    await sources.add({ name: 'early', url: server.url })
    await expect(sources.row('early')).toBeVisible()

    const charts = chartsPage(page)
    await charts.open()
    await charts.search.fill('early')
    await expect(charts.rows).toContainText(['0.1.0-rc.10'])
    await charts.openChart('early/redis-cache')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('0.1.0-rc.10')
    await chartPage(page).install.click()
    const change = changePage(page)
    await change.name.fill('early')
    await change.namespace.fill(namespace)
    await expect(change.command).toContainText('--version=0.1.0-rc.10')
    await expect(change.command).toContainText(`--namespace=${namespace}`)
    await expect(change.command).toContainText('-- early early/redis-cache')
    const command = (await change.command.innerText()).trim()
    await change.run('Install early').click()
    const install = operationPanel(page, 'Install of early')
    await install.expectPhase('done')
    expect(await install.command()).toBe(command)
    expect(await cli.history('early')).toMatchObject([{ status: 'deployed', chart: 'redis-cache-0.1.0-rc.10' }])

    isMistaken = true
    await sources.open()
    await sources.row('early').getByRole('button', { name: 'Update early' }).click()
    await expect(page.getByText('appVersion of basket 1.0.0 is a number; it should be quoted.')).toBeVisible()
  } finally {
    await server.close()
  }
})
