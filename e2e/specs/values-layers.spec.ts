import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { answerFileDialog, answerSaveDialog } from '../fixtures/native-dialog'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { editorText } from '../pages/editor'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'
import { valuesLayers } from '../pages/values-layers'

const own = 'replicaCount: 2 # two are enough\nimage:\n  tag: "1"\nconfig:\n  LOG_LEVEL: warn\n'
const file = 'image:\n  tag: "2"\n  pullPolicy: Always\nconfig:\n  TIME: 8000:53\n'
const set = 'replicaCount=3,image.tag=v3'

test('puts values in layers together as helm does', async ({ openBench, world, cli, namespace, home }) => {
  const archive = join(world.charts.archives, 'web-frontend-2.1.0.tgz')
  await cli.install('shop', archive, ['--set', 'replicaCount=1'])
  const { page, app } = await openBench()
  const [release, change, layers] = [releasePage(page), changePage(page), valuesLayers(page)]
  const files = { own: join(home, 'own.yaml'), canary: join(home, 'canary.yaml'), saved: join(home, 'saved.yaml') }
  writeFileSync(files.own, own)
  writeFileSync(files.canary, file)
  await answerFileDialog(app, files.canary)
  await answerSaveDialog(app, files.saved)
  await release.open('shop', namespace)
  await release.upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await change.writeValues(own)

  await test.step('a file and a line of --set are laid over the own text', async () => {
    await layers.add('Files…')
    await layers.add('--set')
    await layers.line.fill(set)
    await expect(layers.chips).toHaveText(['1Your values', '2canary.yaml', `3--set ${set}`])
  })
  await test.step('what they come to has the layer of each value, and the plan follows', async () => {
    await layers.merged.click()
    await expect
      .poll(() => editorText(layers.result))
      .toBe('replicaCount: 3\nimage:\n  tag: v3\n  pullPolicy: Always\nconfig:\n  LOG_LEVEL: warn\n  TIME: 8000:53\n')
    await expect(layers.origins).toHaveText(['layer 3', 'layer 3', 'layer 2', 'yours', 'layer 2'])
    await layers.saveAs.click()
    await expect.poll(() => statSync(files.saved, { throwIfNoEntry: false })?.mode).toBe(0o100600)
    expect(readFileSync(files.saved, 'utf8')).toContain('TIME: 8000:53\n')
    await expect(page.getByText('Runs exactly this plan')).toBeVisible()
  })
  await test.step('one that is off counts for nothing', async () => {
    await layers.turn(/canary\.yaml/).uncheck()
    await expect.poll(() => editorText(layers.result)).not.toContain('pullPolicy')
    await layers.turn(/canary\.yaml/).check()
  })
  await test.step('one that can’t be read keeps it from being sent', async () => {
    await layers.chip(/--set/).first().click()
    await layers.line.fill('image.tag')
    await change.run('Upgrade shop').click()
    await expect(change.complaint).toHaveText(/^Values, layer 3 \(--set image\.tag\): tag has no value/)
    await layers.line.fill(set)
  })
  await change.run('Upgrade shop').click()
  await operationPanel(page, 'Upgrade of shop').expectPhase('done')
  await cli.install('truth', archive, ['-f', files.own, '-f', files.canary, '--set', set])
  expect(await cli.values('shop')).toEqual(await cli.values('truth'))
})
