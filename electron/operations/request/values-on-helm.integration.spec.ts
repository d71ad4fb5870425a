import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { checkValues, firstError } from '@shared/values-check/check-values'
import { asRecord, measureYamlAgreement, valuesReader, type ReadByHelm } from '../../charts/testing/yaml-agreement'
import { nastyTexts, nastyTree } from '../../records/testing/nasty-values'
import { realHelm } from '../../helm/testing/real-helm'
import { valuesToYaml } from '../../records/revision-values'
import type { Values } from '../../records/values'

describe.each([3, 4] as const)('values for helm %i', (major) => {
  const helm = realHelm(inject('helms')[major], inject('kubeconfig'))
  const ownHelm = { major, dir: helm.dir, run: (...args: string[]) => helm.byHand(...args) }
  let readByHelm: ReadByHelm
  beforeAll(() => {
    readByHelm = valuesReader(ownHelm)
  })
  afterAll(() => helm.dispose())

  it('are read back as the same, whatever is in them', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    // In a list: of a mapping helm drops what is null.
    const names = Object.fromEntries(nastyTexts.map((name) => [name, name]))
    const values: Values = { ...names, trees: fc.sample(nastyTree, { numRuns: 1_500, seed }) }
    const yaml = valuesToYaml(values)
    expect(firstError(checkValues(yaml, major === 3 ? 'first' : 'merged')), `seed ${seed}`).toBeNull()
    const { trees, ...others } = (await readByHelm(yaml)) as { trees: unknown[] }
    expect(others).toEqual(asRecord(names))
    for (const [index, given] of (values['trees'] as unknown[]).entries())
      expect(trees[index], `seed ${seed}, tree ${index}`).toEqual(asRecord(given))
  }, 120_000)

  it('are checked and read as helm reads them, and written so that it reads the same again', async () => {
    const { snippets, known, wrong } = await measureYamlAgreement(ownHelm)
    expect(wrong).toEqual([])
    expect(snippets).toBeGreaterThanOrEqual(150)
    expect(known.length / snippets).toBeLessThanOrEqual(0.02)
  }, 240_000)

  it('of several documents are all used, or refused: never dropped without a word', async () => {
    const two = 'a: {b: 1}\nc: 1\n---\na: {d: 2}\nc: 2\n'
    expect(await readByHelm(two)).toEqual(major === 3 ? { a: { b: 1 }, c: 1 } : { a: { b: 1, d: 2 }, c: 2 })
    const problem = firstError(checkValues(two, major === 3 ? 'first' : 'merged'))
    expect(problem?.message ?? '').toBe(
      major === 3
        ? 'A second document begins here, and helm 3 reads only the first. Leave out the line with “---”.'
        : '',
    )
  })
})
