import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startControlPlane, type ControlPlane } from '../../e2e/cluster/control-plane.mjs'
import { configMap, openChangeLab, workload, writeObjects } from './testing/change-lab'

let cluster: ControlPlane

beforeAll(async () => {
  const home = join(mkdtempSync(join(tmpdir(), 'wheelhouse-lost-')), 'home')
  // Without controllers no pod ever comes, so helm waits for as long as it is let.
  cluster = await startControlPlane({ name: 'lost', home, binaries: inject('binaries'), lean: true })
})

afterAll(() => cluster.stop())

describe.each([3, 4] as const)('the cluster goes away while helm %i waits', (major) => {
  it('says what was seen last and what is not known; when it is back the truth can be read', async () => {
    const lab = openChangeLab({ helmPath: inject('helms')[major], kubeconfig: cluster.kubeconfig, context: 'lost' })
    const name = `gone-${major}`
    const chart = writeObjects(lab.dir, name, [workload('Deployment', name), configMap(`${name}-map`)])
    const running = lab.failureOf({
      verb: 'install',
      release_name: name,
      namespace: 'default',
      chart,
      timeout_seconds: 15,
    })
    await vi.waitFor(() => expect(lab.phasesOf(name)).toContain('waiting'), { timeout: 20_000, interval: 50 })
    await cluster.killApiServer()
    const error = await running
    expect(error).toMatchObject({
      code: 'cluster-unreachable',
      message: `How the install of "${name}" ended is not known.`,
    })
    expect(error.cause).toContain('When it was seen last, revision 1 was pending-install.')
    expect(lab.toldOf(name).at(-1)?.status).toEqual({ phase: 'failed', error })
    expect(await lab.failureOf({ verb: 'uninstall', release_name: name, namespace: 'default' })).toMatchObject({
      code: 'cluster-unreachable',
    })
    expect(lab.started.length).toBe(1)
    await cluster.restartApiServer()
    expect(await lab.revisions('default', name)).toMatchObject([{ revision: 1, status: 'pending-install' }])
    await lab.dispose()
  }, 120_000)
})
