import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { measureAccuracy } from './testing/accuracy'
import { openPlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

describe.each([3, 4] as const)('what plans of helm %i say, and what then happens', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  afterAll(() => lab.dispose())

  it('is the same in changes made by chance', { timeout: 240_000 }, async () => {
    // Another seed each time: what one run doesn't find another one may; the failure names it.
    const seed = Number.parseInt(randomUUID().slice(0, 7), 16)
    const found = await measureAccuracy(lab, { seed, changes: 12, namespace: `accuracy-${major}` })
    expect({ seed, ...found }).toMatchObject({ seed, changes: 12, wrong: [] })
    expect(found.objects).toBeGreaterThan(60)
  })
})
