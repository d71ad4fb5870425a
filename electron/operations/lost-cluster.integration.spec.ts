import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startControlPlane, type ControlPlane } from '../../e2e/cluster/control-plane.mjs'
import { isSameProcess } from '../helm/process'
import { failsWith } from '../kube/testing/client-lab'
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

describe('the API server freezes', () => {
  it('ends helm by force when it does not stop within 10 s and is told to be killed', async () => {
    const lab = openChangeLab({ helmPath: inject('helms')[4], kubeconfig: cluster.kubeconfig, context: 'lost' })
    const chart = writeObjects(lab.dir, 'frozen', [workload('Deployment', 'frozen')])
    const place = { release_name: 'frozen', namespace: 'default' }
    const running = lab.failureOf({ verb: 'install', ...place, chart, timeout_seconds: 120 })
    await vi.waitFor(() => expect(lab.phasesOf('frozen')).toContain('waiting'), { timeout: 20_000, interval: 50 })
    const id = lab.operations.list()[0]?.id ?? ''
    const [helm] = lab.processes
    if (helm === undefined) throw new Error('helm was not started')
    cluster.pauseApiServer()
    try {
      const early = (): void => lab.operations.cancel(id, 'kill')
      expect(early).toThrow(failsWith('invalid-input'))
      lab.operations.cancel(id)
      lab.operations.cancel(id)
      expect(early).toThrow(failsWith('invalid-input'))
      const isRunning = (): Promise<boolean> => isSameProcess(helm.pid, helm.startTime)
      expect(await isRunning()).toBe(true)
      const stopAgain = async (): Promise<void> => {
        lab.operations.cancel(id, 'kill')
        expect(await isRunning()).toBe(false)
      }
      await vi.waitFor(stopAgain, { timeout: 30_000, interval: 250 })
      expect(await helm.exited).toMatchObject({ signal: 'SIGKILL' })
    } finally {
      cluster.resumeApiServer()
    }
    const error = await running
    expect(error).toMatchObject({ code: 'cancelled' })
    expect(lab.toldOf('frozen').at(-1)?.status).toEqual({ phase: 'stuck', releaseStatus: 'pending-install' })
    // Whoever left it pending may clear it away at once.
    await lab.start({ verb: 'uninstall', ...place, timeout_seconds: 60, wait: false })
    expect(await lab.revisions('default', 'frozen')).toEqual([])
    await lab.dispose()
  }, 120_000)
})
