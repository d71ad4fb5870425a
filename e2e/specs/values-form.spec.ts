import { expect } from 'playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { valuesEditor } from '../pages/values-editor'
import { valuesForm } from '../pages/values-form'

const own = `# Twice as many as before the sale
replicaCount: 4 # since May

# Ours
podAnnotations:
  team: shop
misspelt: 1
`

test('edits values as a form and as text at once @once', async ({ openBench }) => {
  const { page } = await openBench()
  const [charts, change, form, editor] = [chartsPage(page), changePage(page), valuesForm(page), valuesEditor(page)]
  await charts.open()
  await charts.openChart('apps/web-frontend')
  await chartPage(page).install.click()
  await change.writeValues(own)

  await test.step('what the text says is in the fields', async () => {
    await form.open()
    await expect(form.field('replicaCount')).toHaveValue('4')
    await expect(form.row('replicaCount')).toContainText('0 to 20.')
    await expect(form.row('progressDeadlineSeconds')).toContainText('default')
    await expect(form.row('podAnnotations').getByRole('textbox', { name: 'Value of team' })).toHaveValue('shop')
    await expect(form.unshown).toHaveText(/1 key can’t be shown as a field: misspelt\.\s+Edit as text/)
    await expectAccessible(page, 'values as a form')
  })
  await test.step('what is typed into a field is in the text, whose comments stay', async () => {
    await form.field('replicaCount').fill('6')
    await form.row('podAnnotations').getByRole('button', { name: 'Add an entry' }).click()
    await page.keyboard.type('on-call')
    await page.keyboard.press('Tab')
    await page.keyboard.type('yes')
    await form.group('image').click()
    await form.row('image.pullPolicy').getByText('Always').click()
    await form.text()
    await expect
      .poll(change.readValues)
      .toBe(
        own
          .replace('replicaCount: 4', 'replicaCount: 6')
          .replace('team: shop\n', "team: shop\n  on-call: 'yes'\n")
          .concat('image:\n  pullPolicy: Always\n'),
      )
  })
  await test.step('what is undone in the text is undone in the fields', async () => {
    await change.values.press('ControlOrMeta+z')
    await form.open()
    await form.group('image').click()
    await expect(form.row('image.pullPolicy')).toContainText('default')
    await form.group('General').click()
    await expect(form.field('replicaCount')).toHaveValue('6')
  })
  await test.step('what a field can’t hold stays in it, and is told everywhere', async () => {
    await form.field('replicaCount').fill('two')
    await expect(form.row('replicaCount')).toContainText('Must be a whole number.')
    await expect(editor.counts).toContainText('1 wrong value')
    await change.name.fill('shop')
    await change.run('Install shop').click()
    await expect(page.getByRole('main')).toContainText('replicaCount: must be an integer, but is a string')
    // The refused value is led to, in the text.
    await page.getByRole('button', { name: 'Go back to the values' }).click()
    await expect(change.problems).toHaveText([/replicaCount must be an integer/])
    await form.open()
    await expect(form.field('replicaCount')).toHaveValue('two')
  })
  await test.step('the default is taken again, and by the keyboard alone', async () => {
    await form.row('replicaCount').getByRole('button', { name: 'Use the default of replicaCount' }).press('Enter')
    await expect(form.row('replicaCount')).toContainText('default')
    await form.unshown.getByRole('button', { name: 'Edit as text' }).press('Enter')
    await expect.poll(change.readValues).not.toContain('replicaCount')
    await expect(change.values).toBeFocused()
  })
})
