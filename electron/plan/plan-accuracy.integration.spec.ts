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
    // The same each time, so that a failure is somebody's change; the bench goes on from other seeds.
    const seed = 20_261_130 + major
    const found = await measureAccuracy(lab, { seed, changes: 10, namespace: `accuracy-${major}` })
    expect({ seed, ...found }).toMatchObject({ seed, changes: 10, wrong: [] })
    expect(found.objects).toBeGreaterThan(50)
  })
})
