import { join } from 'node:path'
import { expect } from 'playwright/test'
import { connect } from '../cluster/kube-client.mjs'
import { answerFileDialog } from '../fixtures/native-dialog'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

/** Two workloads, the second of which takes its time. */
const values = `# for the summer sale
banner: 'Everything must go' # until August
web-frontend:
  replicaCount: 3
redis-cache:
  podAnnotations:
    wheelhouse.dev/ready-after: 4s
`
const told = {
  banner: 'Everything must go',
  'web-frontend': { replicaCount: 3 },
  'redis-cache': { podAnnotations: { 'wheelhouse.dev/ready-after': '4s' } },
}

test('installs a chart that was searched for, with own values, into a new namespace', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const { page } = await openBench()
  const charts = chartsPage(page)
  const change = changePage(page)
  await charts.open()
  await charts.find('storefront')
  await charts.openChart('apps/storefront')
  await expect(chartPage(page).defaults).toContainText('banner: Welcome')
  await chartPage(page).install.click()

  await test.step('say what and where', async () => {
    await change.name.fill('summer')
    await change.namespace.fill(namespace)
    await expect(page.getByText('New: helm creates it first.')).toBeVisible()
    await change.chooseVersion('0.1.0')
    await change.showDefaults()
    await expect(change.defaults).toContainText('banner: Opening soon')
    await change.writeValues(values)
  })
  for (const word of [
    'helm install',
    '--version=0.1.0',
    '--create-namespace',
    '--values=-',
    '-- summer apps/storefront',
  ])
    await expect(change.command).toContainText(word)
  const command = (await change.command.innerText()).trim()
  await change.run('Install summer').click()

  const install = operationPanel(page, 'Install of summer')
  await install.expectWaiting('9 of 10')
  await expect(install.object(/^StatefulSet\s*summer-redis-cache/)).toContainText('0 of 1 ready')
  await install.expectPhase('done')
  expect(await install.command()).toBe(command)
  expect(await cli.values('summer')).toEqual(told)
  const [first, ...others] = await cli.history('summer')
  expect(others).toEqual([])
  expect(first).toMatchObject({ revision: 1, status: 'deployed', chart: 'storefront-0.1.0' })

  await test.step('what was asked for stands in the cluster', async () => {
    const client = connect(world.bench.kubeconfig)
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/summer-web-frontend`
    const { spec } = await client.call<{ spec: { replicas: number } }>('GET', path).finally(() => client.close())
    expect(spec.replicas).toBe(3)
  })
  await page.getByRole('link', { name: 'Open summer' }).click()
  await expect(releasePage(page).revision(1)).toContainText('deployed')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Releases' }).click()
  await expect(await releasesPage(page).find('summer', namespace)).toContainText('deployed')
})

test('installs by keyboard alone, into a namespace that is there @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const client = connect(world.bench.kubeconfig)
  await client.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } }).finally(() => client.close())
  const { page } = await openBench()
  const { keyboard } = page
  const change = changePage(page)

  await test.step('find the chart', async () => {
    await page.getByRole('link', { name: 'Charts' }).focus()
    await keyboard.press('Enter')
    await expect(chartsPage(page).search).toBeVisible()
    await keyboard.press('/')
    await expect(chartsPage(page).search).toBeFocused()
    await keyboard.type('mail')
    await expect(chartsPage(page).rows).toHaveCount(1)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(chartPage(page).defaults).toContainText('HOURLY_LIMIT')
    await chartPage(page).install.focus()
    await keyboard.press('Enter')
  })
  await test.step('say what and where', async () => {
    await change.name.focus()
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type('post')
    await keyboard.press('Tab')
    await expect(change.namespace).toBeFocused()
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type(namespace.slice(0, -1))
    await expect(page.getByRole('option', { name: namespace })).toBeVisible()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(change.namespace).toHaveValue(namespace)
  })
  await test.step('write values and leave the editor', async () => {
    await change.values.focus()
    await keyboard.type('config: { HOURLY_LIMIT: "11" }')
    await keyboard.press('Escape')
    await keyboard.press('Tab')
    await expect(change.values).not.toBeFocused()
  })
  await change.run('Install post').focus()
  await keyboard.press('Enter')
  await operationPanel(page, 'Install of post').expectPhase('done')
  expect(await cli.values('post')).toEqual({ config: { HOURLY_LIMIT: '11' } })
  expect(await cli.history('post')).toMatchObject([{ status: 'deployed', chart: 'mail-relay-1.1.1' }])
})

test('installs a chart of this computer', async ({ openBench, world, cli, namespace }) => {
  const archive = join(world.charts.archives, 'mail-relay-1.0.0.tgz')
  const { app, page } = await openBench()
  await chartsPage(page).open()
  await answerFileDialog(app, archive)
  await page.getByRole('button', { name: 'Chart on this computer' }).click()
  await page.getByRole('menuitem', { name: 'Chart archive (.tgz)…' }).click()
  await chartPage(page).install.click()
  const change = changePage(page)
  await change.name.fill('boxed')
  await change.namespace.fill(namespace)
  await change.run('Install boxed').click()
  await operationPanel(page, 'Install of boxed').expectPhase('done')
  expect(await cli.history('boxed')).toMatchObject([{ status: 'deployed', chart: 'mail-relay-1.0.0' }])
  expect(await cli.values('boxed')).toBeNull()
})
