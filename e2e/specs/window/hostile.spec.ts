import { expect } from 'playwright/test'
import { secretOf, windowCases, type WindowCase } from '../../bench/hostile/window'
import { connect } from '../../cluster/kube-client.mjs'
import { ensureNamespace } from '../../cluster/users.mjs'
import { test } from '../../fixtures/test'
import { releasePage } from '../../pages/release'
import { releasesPage } from '../../pages/releases-page'

/** More elements than a page needs that shows what fits on the screen. */
const bound = 3_000

const caseOf = (name: string): WindowCase => {
  const found = windowCases.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no case ${name}`)
  return found
}

test('forged releases are shown in part, and turn nothing that stands beside them', async ({
  openBench,
  world,
  namespace,
}) => {
  const client = connect(world.bench.kubeconfig)
  const cases = ['many-lines', 'many-hooks', 'many-objects', 'turns-override'].map(caseOf)
  try {
    await ensureNamespace(client, namespace)
    for (const one of cases) {
      await client.call('POST', `/api/v1/namespaces/${namespace}/secrets`, secretOf(one, namespace, 1))
    }
  } finally {
    client.close()
  }
  const { page } = await openBench()
  await releasesPage(page).ready()
  const release = releasePage(page)
  const elements = (): Promise<number> => page.evaluate<number>(`document.querySelectorAll('*').length`)

  for (const { name, tabs } of cases) {
    await release.open(name, namespace)
    for (const tab of tabs) {
      await release.openTab(tab === 'overview' ? 'Overview' : tab === 'notes' ? 'Notes' : 'Manifest')
      await expect(page.getByRole('tabpanel')).not.toBeEmpty()
      expect(await elements(), `${name}, ${tab}`).toBeLessThan(bound)
    }
  }
  await test.step('every name keeps its direction to itself', async () => {
    const entry = release.revision(1)
    await expect(entry).toBeVisible()
    const kept = await page.evaluate<string[]>(`
      [...document.querySelectorAll('[role="option"] *')]
        .filter((one) => [...one.childNodes].some((node) => node instanceof Text && /\\u202E/.test(node.data)))
        .map((one) => getComputedStyle(one).unicodeBidi)`)
    expect(kept.length).toBeGreaterThan(0)
    expect(new Set(kept)).toEqual(new Set(['isolate']))
  })
})
