import { expect } from 'playwright/test'
import { readKubeconfig, writeKubeconfig } from '../../cluster/kubeconfig.mjs'
import { test } from '../../fixtures/test'
import { errorPanel } from '../../pages/error-panel'
import { frame } from '../../pages/frame'
import { releasesPage } from '../../pages/releases-page'

/** How long the app may take to say what is wrong, or to see that it is not any more. */
const soon = { timeout: 20_000 }

/** What each broken context has to say; the list and the connection may word it differently. */
const troubles = [
  { context: 'closed-port', code: 'cluster-unreachable', words: /isn't responding|doesn't respond|Can't reach/ },
  { context: 'silent', code: 'cluster-unreachable', words: /isn't responding|doesn't respond|Can't reach/ },
  { context: 'bad-token', code: 'cluster-unauthorised', words: /doesn't know who you are|doesn't accept your cred/ },
  { context: 'expired-token', code: 'cluster-unauthorised', words: /doesn't know who you|doesn't accept your cred/ },
  { context: 'expired-certificate', code: 'cluster-unauthorised', words: /doesn't know who|doesn't accept your cred/ },
  { context: 'wrong-ca', code: 'cluster-certificate', words: /not trusted|Can't connect securely/ },
  { context: 'exec-missing', code: 'cluster-exec-plugin', words: /"wheelhouse-no-such-plugin"/ },
  { context: 'exec-failing', code: 'cluster-exec-plugin', words: /sign.* failed|gave no credentials/ },
] as const

/** Writes a kubeconfig in which this broken context is the current one. */
function useContext(kubeconfig: string, source: string, context: string): void {
  writeKubeconfig(kubeconfig, { ...readKubeconfig(source), 'current-context': context })
}

for (const { context, code, words } of troubles) {
  test(`says what is wrong with ${context}, and recovers when the kubeconfig is mended`, async ({
    launch,
    world,
    kubeconfig,
  }) => {
    useContext(kubeconfig, world.broken.kubeconfig, context)
    const { page } = await launch()
    const error = errorPanel(page)
    await expect(error.heading).toHaveText(words, soon)
    await expect(error.panel).toHaveAttribute('data-error', code)
    await expect(frame(page).switcher).toContainText(
      code === 'cluster-unauthorised' ? 'Not signed in' : 'No connection',
      soon,
    )

    await test.step('put what works into its place', () => {
      const config = readKubeconfig(kubeconfig)
      const entry = config.contexts.find(({ name }) => name === context)
      if (entry) entry.context = { cluster: 'good', user: 'good' }
      writeKubeconfig(kubeconfig, config)
    })
    await expect(releasesPage(page).row('orders-api')).toBeVisible(soon)
    await expect(error.panel).toHaveCount(0)
    await frame(page).expectConnection('Connected')
  })
}

test("repeats an exec plugin's own words", async ({ launch, world, kubeconfig }) => {
  useContext(kubeconfig, world.broken.kubeconfig, 'exec-failing')
  const { page } = await launch()
  const error = errorPanel(page)
  await expect(error.heading).toBeVisible(soon)
  await expect(error.action('Try again')).not.toHaveAttribute('aria-busy', 'true')
  expect(await error.detail()).toContain('the sign-in has run out, run "corp login"')
})

test('signs in through an exec plugin', async ({ launch, world, kubeconfig, helm }) => {
  useContext(kubeconfig, world.broken.kubeconfig, 'good-exec')
  const { page } = await launch()
  // Its token may read one namespace, which the context names.
  const told = (await helm.list(world.shop.kubeconfig)).filter(({ namespace }) => namespace === 'team-a')
  await releasesPage(page).expectNames(told.map(({ name }) => name).sort())
})

test('lists the namespaces that a person may read, and names those that are refused', async ({
  launch,
  world,
  kubeconfig,
  helm,
}) => {
  useContext(kubeconfig, world.broken.kubeconfig, 'namespace-only')
  const { page } = await launch()
  const told = (await helm.list(world.shop.kubeconfig)).filter((one) => one.namespace === 'team-a')
  const names = told.map(({ name }) => name).sort()
  await releasesPage(page).expectNames(names)
  await frame(page).expectConnection('Connected')
  const live = page.getByRole('button', { name: /^Live status: Limited/ })
  await live.click()
  const namespaces = page.getByRole('combobox', { name: 'Namespaces that you may read' })

  await test.step('a name that is none cannot be sent', async () => {
    await namespaces.fill('Team A')
    await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()
  })
  await test.step('another namespace is refused, by name', async () => {
    await namespaces.fill('payments')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('definition').filter({ hasText: 'payments' })).toBeVisible()
    await expect(page.getByRole('term').filter({ hasText: 'Refused' })).toBeVisible()
  })
  await page.keyboard.press('Escape')
  await releasesPage(page).expectNames(names)

  await test.step('it is remembered', async () => {
    await page.reload()
    await releasesPage(page).expectNames(names)
    await expect(page.getByRole('button', { name: /^Live status: Limited: 1 of 2/ })).toBeVisible()
  })
})

for (const context of ['forbidden', 'no-secrets']) {
  test(`${context}: says that nothing may be listed, while connected`, async ({ launch, world, kubeconfig }) => {
    useContext(kubeconfig, world.broken.kubeconfig, context)
    const { page } = await launch()
    await expect(errorPanel(page).panel).toHaveAttribute('data-error', 'forbidden', soon)
    await frame(page).expectConnection('Connected')
    await page.getByRole('combobox', { name: 'Namespaces that you may read' }).fill('payments')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('definition').filter({ hasText: 'payments' })).toBeVisible()
    await expect(errorPanel(page).panel).toHaveAttribute('data-error', 'forbidden')
  })
}

test('says when the current context is missing, and recovers', async ({ launch, world, kubeconfig }) => {
  useContext(kubeconfig, world.shop.kubeconfig, 'gone')
  const { page } = await launch()
  await expect(errorPanel(page).heading).toHaveText('The context "gone" doesn\'t exist.', soon)
  useContext(kubeconfig, world.shop.kubeconfig, 'wheelhouse-e2e')
  await releasesPage(page).ready()
})
