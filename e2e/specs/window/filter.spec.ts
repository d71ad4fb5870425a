import { expect, type Page } from 'playwright/test'
import type { ListedRelease } from '../../fixtures/helm-cli'
import { test } from '../../fixtures/test'
import { releasesPage, type ReleasesPage } from '../../pages/releases-page'

/** The names that should be shown, sorted as the table is at first. */
function names(releases: readonly ListedRelease[], wanted: (release: ListedRelease) => boolean): string[] {
  return releases
    .filter(wanted)
    .map(({ name }) => name)
    .sort()
}

function countBy(releases: readonly ListedRelease[], field: 'namespace' | 'status'): Record<string, number> {
  const values = [...new Set(releases.map((release) => release[field]))]
  return Object.fromEntries(values.map((value) => [value, releases.filter((one) => one[field] === value).length]))
}

let page: Page
let releases: ReleasesPage
let told: ListedRelease[]

test.beforeEach(async ({ sharedWindow, helm, world }) => {
  ;({ page } = sharedWindow)
  releases = releasesPage(page)
  told = await helm.list(world.shop.kubeconfig)
  await releases.ready()
})

test('filters by one namespace and by several, with true counts', async () => {
  expect(await releases.counts('Namespaces')).toEqual(countBy(told, 'namespace'))

  await releases.pick('Namespaces', ['payments'])
  const inPayments = names(told, ({ namespace }) => namespace === 'payments')
  await releases.expectNames(inPayments)
  await expect(releases.summary).toHaveText(`${inPayments.length} of ${told.length} releases`)

  await releases.pick('Namespaces', ['shop'])
  await releases.expectNames(names(told, ({ namespace }) => ['payments', 'shop'].includes(namespace)))

  await test.step('take the filters off', () => page.getByRole('button', { name: 'Clear filters' }).click())
  await expect(releases.summary).toHaveText(`${told.length} releases`)
})

test('filters by status, together with a namespace', async () => {
  expect(await releases.counts('Status')).toEqual(countBy(told, 'status'))
  await releases.pick('Status', ['failed', 'deployed'])
  await releases.expectNames(names(told, ({ status }) => status === 'failed' || status === 'deployed'))
  await releases.pick('Namespaces', ['payments'])
  await releases.expectNames(
    names(told, ({ status, namespace }) => namespace === 'payments' && (status === 'failed' || status === 'deployed')),
  )
})

test('searches by name from the keyboard', async () => {
  await page.keyboard.press('/')
  await expect(releases.search).toBeFocused()
  await page.keyboard.type('API ORDERS')
  await releases.expectNames(['orders-api'])
  await page.keyboard.press('Escape')
  await expect(releases.search).toHaveValue('')
  await expect(releases.summary).toHaveText(`${told.length} releases`)
})

test('says when nothing matches, and leads back', async () => {
  await releases.search.fill('no such release')
  await expect(page.getByRole('heading', { name: 'No release matches' })).toBeVisible()
  await page
    .getByRole('region')
    .or(page.getByRole('main'))
    .getByRole('button', { name: 'Clear filters' })
    .last()
    .click()
  await expect(releases.summary).toHaveText(`${told.length} releases`)
  await expect(releases.search).toHaveValue('')
})

test('sorts by a column, and turns the order round', async () => {
  const byName = told.map(({ name }) => name).sort()
  await releases.expectNames(byName)
  await releases.sortBy('Name')
  await releases.expectNames([...byName].reverse())
  await expect(releases.table.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  )

  await releases.sortBy('Revision')
  const revisions = async () => (await releases.read()).map(({ revision }) => Number(revision))
  const expected = told.map(({ revision }) => Number(revision)).sort((one, other) => other - one)
  await expect.poll(revisions).toEqual(expected)
  await releases.sortBy('Revision')
  await expect.poll(revisions).toEqual([...expected].reverse())

  await releases.sortBy('Updated')
  const [newest] = [...told].sort((one, other) => Date.parse(other.updated) - Date.parse(one.updated))
  await expect(releases.rows.first().getByRole('link').first()).toHaveText(newest?.name ?? '')
})

test('goes back and forward through filters and search', async () => {
  await releases.pick('Namespaces', ['shop'])
  const inShop = names(told, ({ namespace }) => namespace === 'shop')
  await releases.expectNames(inShop)
  await releases.search.fill('web')
  await releases.expectNames(['web-frontend'])
  await page.goBack()
  await releases.expectNames(inShop)
  await expect(releases.search).toHaveValue('')
  await page.goBack()
  await expect(releases.summary).toHaveText(`${told.length} releases`)
  await page.goForward()
  await releases.expectNames(inShop)
  await page.goForward()
  await releases.expectNames(['web-frontend'])
  await expect(releases.search).toHaveValue('web')
})

test('moves along the rows with the keyboard', async () => {
  await releases.search.focus()
  await page.keyboard.press('ArrowDown')
  await expect(releases.rows.first(), 'from the search').toBeFocused()
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['End', told.length - 1],
    ['ArrowDown', told.length - 1],
    ['Home', 0],
    ['ArrowUp', 0],
  ] as const) {
    await page.keyboard.press(key)
    await expect(releases.rows.nth(index), `after ${key}`).toBeFocused()
  }
})
