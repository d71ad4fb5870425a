import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { limitedTarget } from './testing/limited-target'
import { measureForeseen } from './testing/foreseen'
import { openPlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

describe.each([3, 4] as const)('changes that helm %i cannot finish', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-failures-'))
  afterAll(async () => {
    await lab.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  it('are foreseen, whatever the cause', { timeout: 240_000 }, async () => {
    const limited = limitedTarget({ kubeconfig, pki: inject('clusterKeys').pki }, dir)
    const seed = 20_261_130 + major
    const found = await measureForeseen({ ...lab, limited }, { seed, rounds: 1, namespace: `failing-${major}` })
    expect({ seed, ...found }).toMatchObject({ seed, wrong: [] })
    // helm 3 overwrites what others hold; all else fails with both.
    expect(found.failed).toBe(major === 3 ? 8 : 9)
  })
})
