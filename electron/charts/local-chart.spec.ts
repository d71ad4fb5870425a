import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkLocalChart } from './local-chart'

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-local-'))
mkdirSync(join(dir, 'good'))
writeFileSync(join(dir, 'good', 'Chart.yaml'), 'name: good')
mkdirSync(join(dir, 'odd', 'Chart.yaml'), { recursive: true })
writeFileSync(join(dir, 'web-1.0.0.tgz'), '')
writeFileSync(join(dir, 'notes.txt'), '')

afterAll(() => rm(dir, { recursive: true }))

it.each(['shop/web', 'oci://registry.test/web', join(dir, 'good'), join(dir, 'web-1.0.0.tgz')])('accepts %s', (chart) =>
  expect(checkLocalChart(chart)).resolves.toBeUndefined(),
)

it.each([
  [join(dir, 'nowhere'), 'chart-not-found'],
  [dir, 'chart-invalid'],
  [join(dir, 'odd'), 'chart-invalid'],
  [join(dir, 'notes.txt'), 'chart-invalid'],
])('refuses %s: %s', async (chart, code) => {
  await expect(checkLocalChart(chart)).rejects.toMatchObject({ error: { code } })
})
