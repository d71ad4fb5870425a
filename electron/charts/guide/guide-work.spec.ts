import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { buildWorker, type BuiltWorker } from '../../../tools/testing/build-worker'
import { guidesInWorker, workOnGuide } from './guide-work'
import { chartYaml, packedChart } from './testing/packed-chart'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-guide-work-'))
let built: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'guide-worker.ts'))
})
afterAll(() => Promise.all([built.dispose(), rm(root, { recursive: true })]))

it('is done in a worker as without one, and a hostile chart keeps it from nobody', async () => {
  const content = { 'Chart.yaml': chartYaml('web'), 'values.yaml': 'a: 1\n', 'templates/a.yaml': '{{ .Values.a }}' }
  const good = join(root, 'good.tgz')
  writeFileSync(good, await packedChart(content))
  const here = await workOnGuide(good)
  const worker = guidesInWorker(built.start)
  onTestFinished(() => worker.dispose())
  const hostile = [
    await packedChart({ 'Chart.yaml': '['.repeat(500_000) }),
    await packedChart({ ...content, '../../evil': 'a' }),
    (await packedChart(content)).subarray(0, 150),
  ]
  const asked = hostile.map((archive, index) => {
    const file = join(root, `hostile-${index}.tgz`)
    writeFileSync(file, archive)
    return expect(workOnGuide(file)).rejects.toMatchObject({ error: { code: 'chart-invalid' } })
  })
  expect(await workOnGuide(good)).toEqual(here)
  await Promise.all(asked)
  expect(here.mentioned).toEqual(['a'])
})

it('that takes too long, or fails, is told in words', async () => {
  const slow = guidesInWorker(built.start, 1)
  onTestFinished(() => slow.dispose())
  const late = { error: { code: 'chart-invalid', cause: expect.stringContaining('takes more than') as string } }
  await expect(workOnGuide(join(root, 'good.tgz'))).rejects.toMatchObject(late)
  const broken = guidesInWorker(() => {
    throw new Error('no thread')
  })
  onTestFinished(() => broken.dispose())
  await expect(workOnGuide(join(root, 'good.tgz'))).rejects.toMatchObject({ error: { code: 'internal' } })
})
