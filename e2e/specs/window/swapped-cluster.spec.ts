import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { invoke } from '../../fixtures/bridge'
import { contextOf, writeContextsOf } from '../../fixtures/contexts'
import { ownHelm } from '../../fixtures/own-helm'
import { test } from '../../fixtures/test'
import { confirmDialog } from '../../pages/dialogs'
import { frame } from '../../pages/frame'
import { releasePage } from '../../pages/release'

/** Waits until the app has noticed which cluster the kubeconfig leads to now. */
async function untilKnown(page: Page, kubeconfig: string): Promise<void> {
  const { server } = contextOf('prod', kubeconfig).cluster
  const known = async (): Promise<unknown> => (await invoke(page, 'kube:list_contexts', {})).contexts[0]?.server
  await expect.poll(known).toBe(server)
}

test('a change reaches the cluster that was confirmed, or none, when the kubeconfig is replaced', async ({
  launch,
  home,
  helm,
  world,
  ownCluster,
  namespace,
}) => {
  const file = join(home, 'config')
  const put = (kubeconfig: string): void => writeContextsOf(file, [contextOf('prod', kubeconfig)])
  const [confirmed, other] = [world.bench.kubeconfig, ownCluster.kubeconfig]
  const [there, elsewhere] = [confirmed, other].map((kubeconfig) => ownHelm(helm, kubeconfig, namespace))
  const chart = join(world.charts.archives, 'mail-relay-1.1.1.tgz')
  for (const cli of [there, elsewhere]) await cli?.install('relay', chart)
  put(confirmed)
  const { page } = await launch({ kubeconfig: file })
  const release = releasePage(page)
  await frame(page).expectCluster('prod')
  await release.open('relay', namespace)
  const uninstall = confirmDialog(page, 'Uninstall relay?')

  await test.step('a dialog that was opened for one cluster does nothing to another', async () => {
    await release.action('Uninstall…').click()
    await expect(uninstall.dialog.getByRole('region', { name: 'Goes' })).toContainText('4 objects')
    put(other)
    await untilKnown(page, other)
    await uninstall.answer('Uninstall relay').click()
    await expect(uninstall.error).toContainText('The context "prod" now means another cluster or user.')
    await uninstall.escape()
    expect(await Promise.all([there?.names(), elsewhere?.names()])).toEqual([['relay'], ['relay']])
  })

  await test.step('a change that was confirmed in time ends where it was meant', async () => {
    put(confirmed)
    await untilKnown(page, confirmed)
    await release.action('Uninstall…').click()
    await expect(uninstall.dialog.getByRole('region', { name: 'Goes' })).toContainText('4 objects')
    await uninstall.answer('Uninstall relay').click()
    put(other)
    await expect.poll(() => there?.names(), { timeout: 60_000 }).toEqual([])
    expect(await elsewhere?.names()).toEqual(['relay'])
  })
})
