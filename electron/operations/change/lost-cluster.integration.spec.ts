import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { AppError } from '@shared/errors'
import { startControlPlane, type ControlPlane } from '../../../e2e/cluster/control-plane.mjs'
import { isSameProcess } from '../../helm/process'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'

let cluster: ControlPlane

beforeAll(async () => {
  const home = join(mkdtempSync(join(tmpdir(), 'wheelhouse-lost-')), 'home')
  // Without controllers no pod ever comes, so helm waits for as long as it is let.
  cluster = await startControlPlane({ name: 'lost', home, binaries: inject('binaries'), lean: true })
})

afterAll(() => cluster.stop())

const patience = { timeout: 40_000, interval: 50 }

/** What is under way with one helm when the cluster goes away. */
interface Doomed {
  readonly lab: ChangeLab
  readonly changes: readonly (readonly [Change, revision: number, status: string])[]
  readonly errors: Promise<AppError[]>
}

/** Begins one change of each kind, and waits until helm waits in all of them. */
async function begin(major: 3 | 4): Promise<Doomed> {
  const lab = openChangeLab({ helmPath: inject('helms')[major], kubeconfig: cluster.kubeconfig, context: 'lost' })
  const place = (verb: string) => ({ name: `${verb}-${major}`, namespace: 'default', timeout_seconds: 15 })
  const slow = (verb: string): string =>
    writeObjects(lab.dir, verb, [workload('Deployment', `${verb}-${major}`), configMap(`${verb}-${major}-map`)])
  const quick = (verb: string): string => writeObjects(lab.dir, verb, [configMap(`${verb}-${major}-map`)], '2.0.0')
  // Without controllers nobody runs the Job: the uninstall waits for its hook.
  const hook = job(`uninstall-${major}-hook`, { hook: 'pre-delete' })
  const held = writeObjects(lab.dir, 'uninstall', [hook, configMap(`uninstall-${major}-map`)])
  await lab.start({ verb: 'install', ...place('upgrade'), chart: quick('upgrade') })
  await lab.start({ verb: 'install', ...place('rollback'), chart: slow('rollback'), wait: false })
  await lab.start({ verb: 'upgrade', ...place('rollback'), chart: quick('rollback'), values: '' })
  await lab.start({ verb: 'install', ...place('uninstall'), chart: held })
  const changes: Doomed['changes'] = [
    [{ verb: 'install', ...place('install'), chart: slow('install') }, 1, 'pending-install'],
    [{ verb: 'upgrade', ...place('upgrade'), chart: slow('upgrade'), values: '' }, 2, 'pending-upgrade'],
    [{ verb: 'rollback', ...place('rollback'), revision: 1 }, 3, 'pending-rollback'],
    [{ verb: 'uninstall', ...place('uninstall') }, 1, 'uninstalling'],
  ]
  const errors = Promise.all(changes.map(([change]) => lab.failureOf(change)))
  for (const [{ verb, name }, , status] of changes) {
    await vi.waitFor(() => {
      expect(lab.reportedOf(name).at(-1)).toMatchObject({ verb, status: { phase: 'waiting' } })
    }, patience)
    await lab.untilStatus('default', name, status)
  }
  return { lab, changes, errors }
}

async function checkEnds({ lab, changes, errors }: Doomed): Promise<void> {
  const begun = lab.started.length
  for (const [index, error] of (await errors).entries()) {
    const [change, revision, status] = changes[index] ?? never()
    const { verb, name } = change
    expect(error).toMatchObject({ code: 'cluster-unreachable' })
    expect(error.message).toBe(`How the ${verb} of "${name}" ended is unknown.`)
    expect(error.cause).toContain(`When last seen, revision ${revision} was ${status}.`)
    expect(lab.reportedOf(name).at(-1)?.status).toEqual({ phase: 'failed', error })
    const next = lab.failureOf({ verb: 'uninstall', name, namespace: 'default' })
    expect(await next).toMatchObject({ code: 'cluster-unreachable' })
  }
  expect(lab.started.length).toBe(begun)
}

function never(): never {
  throw new Error('more ends than changes')
}

describe('the cluster goes away while helm 3 and helm 4 wait', () => {
  it('says of each change what was seen last and what is not known; when it is back the truth can be read', async () => {
    // helm goes on trying for 20 s beyond its time limit: all of them at once.
    const all = await Promise.all([begin(3), begin(4)])
    await cluster.killApiServer()
    await Promise.all(all.map(checkEnds))
    await cluster.restartApiServer()
    for (const { lab, changes } of all) {
      for (const [{ name }, revision, status] of changes) {
        expect((await lab.revisions('default', name)).at(-1)).toMatchObject({ revision, status })
      }
      await lab.dispose()
    }
  }, 180_000)
})

describe.each([3, 4] as const)('the API server freezes while helm %i waits', (major) => {
  it('ends helm by force when it does not stop within 10 s and is told to be killed', async () => {
    const lab = openChangeLab({ helmPath: inject('helms')[major], kubeconfig: cluster.kubeconfig, context: 'lost' })
    const name = `frozen-${major}`
    const chart = writeObjects(lab.dir, name, [workload('Deployment', name)])
    const place = { name, namespace: 'default' }
    const running = lab.failureOf({ verb: 'install', ...place, chart, timeout_seconds: 120 })
    await vi.waitFor(() => expect(lab.phasesOf(name)).toContain('waiting'), patience)
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
    expect(lab.reportedOf(name).at(-1)?.status).toEqual({ phase: 'stuck', releaseStatus: 'pending-install' })
    // Whoever left it pending may clear it away at once.
    await lab.start({ verb: 'uninstall', ...place, timeout_seconds: 60, wait: false })
    expect(await lab.revisions('default', name)).toEqual([])
    await lab.dispose()
  }, 120_000)
})
