import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { contextOf, writeContextsOf } from '../fixtures/contexts'
import { answerSaveDialog } from '../fixtures/native-dialog'
import { makeHistory } from '../fixtures/revisions'
import { test } from '../fixtures/test'
import { comparePane, comparing } from '../pages/compare'
import { releasePage } from '../pages/release'

test('compares revisions from the timeline, by keyboard too, and hands them on without their secrets', async ({
  openBench,
  world,
  home,
  cli,
  namespace,
}) => {
  await makeHistory(cli, world.charts, 'pages')
  const { app, page } = await openBench()
  const release = releasePage(page)
  const compare = comparePane(page)
  await release.open('pages', namespace)

  await test.step('with the previous one: what a failed upgrade would have changed', async () => {
    await release.revision(4).click()
    await compare.withButton('Previous (3)').click()
    await compare.expectCompared('revision 3 with revision 4')
    await expect(release.revision(3)).toContainText('From')
    await expect(release.revision(4)).toContainText('To')
    await expect(compare.part('Values')).toContainText(/resources\s*limits:\s*memory: much\s*not set/)
  })
  await test.step('back leads to the revision', async () => {
    await page.goBack()
    await expect(page.getByRole('region', { name: 'Revision 4', exact: true })).toBeVisible()
  })
  await test.step('two that Space marks', async () => {
    await release.revision(4).press('Space')
    await expect(release.revision(4)).toContainText('From')
    await release.revision(4).press('ArrowDown')
    await release.revision(3).press('ArrowDown')
    await expect(release.revision(2)).toBeFocused()
    await release.revision(2).press('Space')
    await compare.expectCompared('revision 2 with revision 4')
  })
  await test.step('every part: values, objects, images, chart', async () => {
    await expect(compare.part('Values')).toContainText(/replicaCount\s*2\s*3/)
    await expect(compare.part('Objects')).toContainText(/Deployment\s*pages-web-frontend/)
    await expect(compare.part('Chart')).toContainText(/version\s*2\.0\.0\s*2\.1\.0/)
    await expect(compare.pane).not.toContainText('s3cr3t-of-2')
    await expectAccessible(page, 'the comparison')
  })
  await test.step('line by line', async () => {
    await compare.part('Values').getByText('Text', { exact: true }).click()
    await expect(compare.part('Values').getByRole('textbox', { name: 'Revision 2' })).toContainText(
      'replicaCount: 2',
      comparing,
    )
    await expect(compare.part('Values')).not.toContainText('s3cr3t-of-2')
  })
  await test.step('searched', async () => {
    await compare.withButton('Swap the sides').press('ControlOrMeta+f')
    await expect(compare.search).toBeFocused()
    await compare.search.fill('replicaCount')
    await expect(compare.part('Chart')).toHaveCount(0)
    await expect(compare.part('Values').locator('mark')).toHaveText('replicaCount')
    await compare.search.press('Escape')
    await expect(compare.part('Chart')).toBeVisible()
  })
  await test.step('copied, and the same text saved', async () => {
    await compare.share('Copy as Markdown', 'Copied')
    const file = join(home, 'pages.md')
    await answerSaveDialog(app, file)
    await compare.share('Save as Markdown…', 'Saved to')
    const saved = readFileSync(file, 'utf8')
    expect(saved).toContain('replicaCount')
    expect(saved).not.toContain('s3cr3t-of-2')
  })
  await test.step('closed by Esc, with the focus in the timeline', async () => {
    await compare.withButton('Swap the sides').press('Escape')
    await expect(compare.pane).toHaveCount(0)
    await expect(release.revisions.and(page.locator(':focus'))).toHaveCount(1)
  })
})

test('compares a release with one of another namespace, and with a version of its chart', async ({
  openBench,
  world,
  cli,
  helm,
  namespace,
}) => {
  const archive = join(world.charts.archives, 'web-frontend-2.0.0.tgz')
  const other = `${namespace}-b`
  await cli.install('here', archive, ['--set', 'replicaCount=1'])
  const flags = ['--namespace', other, '--create-namespace', '--set', 'replicaCount=5']
  await helm.run(world.bench.kubeconfig, ['install', 'there', archive, ...flags])
  const { page } = await openBench()
  const compare = comparePane(page)
  await releasePage(page).open('here', namespace)

  await compare.withButton('A release…').click()
  await compare.pick(other)
  await expect(compare.dialog.getByRole('combobox', { name: /^Revision of there/ })).toHaveValue('1', comparing)
  await compare.dialog.getByRole('button', { name: 'Compare', exact: true }).click()
  await compare.expectCompared(`revision 1 with revision 1 of there in ${other}`)
  await expect(compare.part('Values')).toContainText(/replicaCount\s*1\s*5/)

  await compare.withButton('A chart version…').click()
  await compare.dialog.getByRole('button', { name: 'Use apps/web-frontend' }).click()
  await compare.dialog.getByRole('button', { name: /^Version .*, choose another$/ }).click(comparing)
  await page.getByRole('option', { name: /^2\.1\.0/ }).click()
  await compare.dialog.getByRole('button', { name: 'Compare', exact: true }).click()
  await compare.expectCompared('revision 1 with apps/web-frontend 2.1.0')
  await expect(compare.part('Chart')).toContainText(/version\s*2\.0\.0\s*2\.1\.0/)
})

test('compares the same release of two clusters, and says where one has none', async ({
  openBench,
  world,
  kubeconfig,
  cli,
  helm,
  namespace,
  ownCluster,
}) => {
  const archive = join(world.charts.archives, 'web-frontend-2.0.0.tgz')
  await cli.install('both', archive, ['--set', 'replicaCount=1'])
  const flags = ['--namespace', namespace, '--create-namespace', '--set', 'replicaCount=4']
  await helm.run(ownCluster.kubeconfig, ['install', 'both', archive, ...flags])
  writeContextsOf(kubeconfig, [
    contextOf('bench', world.bench.kubeconfig),
    contextOf('own', ownCluster.kubeconfig),
    contextOf('many', world.many.kubeconfig),
  ])
  const { page } = await openBench({ kubeconfig })
  const compare = comparePane(page)
  await releasePage(page).open('both', namespace)

  await compare.withButton('Another cluster…').click()
  await compare.pick('many')
  await expect(compare.dialog.getByRole('alert')).toContainText(`both is not in ${namespace} on many.`, comparing)
  await compare.pick('own')
  await expect(compare.dialog.getByRole('combobox', { name: /^Revision of both/ })).toHaveValue('1', comparing)
  await compare.dialog.getByRole('button', { name: 'Compare', exact: true }).click()
  await compare.expectCompared(`revision 1 with revision 1 of both in ${namespace} on own`)
  await expect(compare.part('Values')).toContainText(/replicaCount\s*1\s*4/)
})
