import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import type { ApiClient } from '../../kube/api-client'
import type { Change } from '../request/change'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { definitionOf } from './testing/definition'
import { openRepairLab, type RepairLab, type RepairLabOptions } from './testing/repair-lab'
import { turning } from './testing/turning'

/*
 * The app ends in the middle of a repair, and starts again. Repairs by helm are found and followed as any change; of those
 * that the app does itself nothing works on any more.
 */

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)
const patience = { timeout: 40_000, interval: 50 }

describe.each([3, 4] as const)('an app that was killed in the middle of a repair with helm %i', (major) => {
  const namespace = `repair-recovery-${major}`
  const cluster = connect(kubeconfig)
  const labs: RepairLab[] = []
  const open = (more: Partial<RepairLabOptions> = {}): RepairLab => {
    const lab = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace, ...more })
    labs.push(lab)
    return lab
  }
  afterAll(async () => {
    cluster.close()
    for (const lab of labs) await lab.dispose()
  })

  const exists = async (path: string): Promise<boolean> => (await cluster.send('GET', path)).status === 200
  const slow = (name: string): object =>
    workload('Deployment', name, { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })
  const chart = (lab: RepairLab, name: string, version: string, ...objects: object[]): string =>
    writeObjects(lab.dir, name, [configMap(`${name}-map`), ...objects], version)
  const install = (name: string, path: string): Change => {
    return { verb: 'install', name, namespace, chart: path, create_namespace: true }
  }
  const upgrade = (name: string, path: string): Change => {
    return { verb: 'upgrade', name, namespace, chart: path, values: '' }
  }
  /** A release whose upgrade of ours was cut off. */
  const cutUpgrade = async (lab: RepairLab, name: string, ...objects: object[]): Promise<void> => {
    await lab.run(install(name, chart(lab, name, '1.0.0', ...objects)))
    await lab.cutOffOurs(upgrade(name, chart(lab, name, '2.0.0', slow(name))), 'pending-upgrade')
    await vi.waitFor(() => expect(lab.app.phasesOf(name).at(-1)).toBe('stuck'), patience)
  }
  const endOf = async (lab: RepairLab, name: string): Promise<Operation | undefined> => {
    const last = (): Operation | undefined => lab.app.reportedOf(name).at(-1)
    await vi.waitFor(() => expect(last()?.endedAt).toEqual(expect.any(String)), patience)
    return last()
  }
  const unfinishedIn = (lab: RepairLab, name: string): number | null =>
    lab.operations.unfinishedRevision(target, { name, namespace })
  /** The app ends as soon as the cluster has answered its first request of this kind. */
  const dyingAfter = (method: string, kill: () => void) => {
    return (client: ApiClient): ApiClient => ({
      ...client,
      send: async (...request) => {
        const answer = await client.send(...request)
        if (request[0] === method) kill()
        return answer
      },
    })
  }

  it('has changed nothing when it had come no further than saving the records, and says what the release is', async () => {
    let kill = (): void => undefined
    const first = open({
      crypt: {
        ...turning,
        encrypt: () => {
          kill()
          throw new Error('the app is gone')
        },
      },
    })
    kill = () => first.app.crash()
    await cutUpgrade(first, 'saving')
    await expect(first.repair('saving', 'remove-pending-record')).rejects.toThrow()
    const second = open({ after: first })
    expect(await endOf(second, 'saving')).toMatchObject({
      verb: 'repair',
      repair: 'remove-pending-record',
      recovered: true,
      status: { phase: 'stuck', releaseStatus: 'pending-upgrade' },
    })
    expect(await second.statuses('saving')).toEqual(['deployed', 'pending-upgrade'])
    // It is still known whose it is, and the repair can be done.
    expect((await second.repair('saving', 'remove-pending-record')).holder).toBe('ours-ended')
    expect(await second.statuses('saving')).toEqual(['deployed'])
    expect(unfinishedIn(second, 'saving')).toBeNull()
  })

  it('has done it when the unfinished record is gone, and holds nobody else for ours afterwards', async () => {
    let kill = (): void => undefined
    const first = open({ through: dyingAfter('DELETE', () => kill()) })
    await cutUpgrade(first, 'dropped')
    kill = () => first.app.crash()
    await expect(first.repair('dropped', 'remove-pending-record')).rejects.toThrow()
    const second = open({ after: first })
    expect(await endOf(second, 'dropped')).toMatchObject({
      verb: 'repair',
      repair: 'remove-pending-record',
      recovered: true,
      status: { phase: 'done' },
    })
    expect(second.app.started).toEqual([])
    expect(unfinishedIn(second, 'dropped')).toBeNull()
    second.app.crash()
    const third = open({ after: second })
    await third.operations.recovered
    expect(third.operations.list()).toEqual([])
    // The same number again, by somebody else.
    await third.cutOff(upgrade('dropped', chart(third, 'dropped', '3.0.0', slow('dropped'))), 'pending-upgrade')
    expect(await third.diagnose('dropped')).toMatchObject({ revision: 2, holder: 'others-working' })
    expect(unfinishedIn(third, 'dropped')).toBeNull()
  })

  it('does not claim to know how far it came with records that it rewrote, and can put them back', async () => {
    const group = `rr${major}.example.test`
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const serves = (): Promise<boolean> => exists(`/apis/${group}/v1`)
    let kill = (): void => undefined
    const first = open({ through: dyingAfter('PUT', () => kill()) })
    await cluster.call('POST', definitions, definitionOf(group))
    await vi.waitFor(async () => expect(await serves()).toBe(true), patience)
    const wheel = { apiVersion: `${group}/v1`, kind: 'Wheel', metadata: { name: 'one' } }
    await first.run(install('rewritten', chart(first, 'rewritten', '1.0.0', wheel)))
    await cluster.call('DELETE', `${definitions}/wheels.${group}`)
    await vi.waitFor(async () => expect(await serves()).toBe(false), patience)
    const before = await first.records('rewritten')
    kill = () => first.app.crash()
    // The last thing that it did was its only write, so the repair itself may still tell a good end.
    await first.repair('rewritten', 'rewrite-manifest').catch(() => undefined)
    const second = open({ after: first })
    const message = 'It is unknown whether the repair of "rewritten" finished.'
    expect(await endOf(second, 'rewritten')).toMatchObject({
      repair: 'rewrite-manifest',
      status: { phase: 'failed', error: { message, cause: expect.stringContaining('can be restored') as string } },
    })
    expect(await second.records('rewritten')).not.toEqual(before)
    const [backup] = await second.repairs.listBackups(target, { namespace, name: 'rewritten' })
    await second.repairs.restore({ backupId: backup?.id ?? '', allowPlain: false })
    expect(await second.records('rewritten')).toEqual(before)
  })

  it('finds the helm of a repair at work, and follows it to its end', async () => {
    const first = open()
    // Long enough to be seen at work on busy cores.
    const slowly = { 'wheelhouse.dev/complete-after': '12s' }
    const hook = job('going-hook', { hook: 'pre-delete', annotations: slowly })
    await cutUpgrade(first, 'going')
    const path = chart(first, 'going', '3.0.0', hook)
    await first.repair('going', 'remove-pending-record')
    await first.run(upgrade('going', path))
    const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs/going-hook`
    await first.cutOffOurs({ verb: 'uninstall', name: 'going', namespace }, 'uninstalling', () => exists(jobs))
    void first.repair('going', 'finish-uninstall').catch(() => undefined)
    await vi.waitFor(() => expect(first.operationOn('going')?.repair).toBe('finish-uninstall'), patience)
    await vi.waitFor(() => expect(first.app.phasesOf('going').at(-1)).toBe('waiting'), patience)
    const { id, backupId } = first.operationOn('going') ?? {}
    first.app.crash()
    const second = open({ after: first })
    await second.operations.recovered
    expect(second.operations.atWork()).toMatchObject([{ id, verb: 'uninstall', repair: 'finish-uninstall' }])
    expect(await endOf(second, 'going')).toMatchObject({
      id,
      backupId,
      repair: 'finish-uninstall',
      recovered: true,
      status: { phase: 'done' },
    })
    expect(backupId).toEqual(expect.any(String))
    expect(await second.statuses('going')).toEqual([])
    expect(second.app.started).toEqual([])
  })

  it('says what the helm of a repair that was killed too has left, and lets that be repaired', async () => {
    const first = open()
    const name = 'back'
    const hook = job(`${name}-hook`, { hook: 'pre-rollback', annotations: { 'wheelhouse.dev/fate': 'hang' } })
    await cutUpgrade(first, name, hook)
    void first.repair(name, 'rollback').catch(() => undefined)
    await first.app.untilStatus(namespace, name, 'pending-rollback')
    await vi.waitFor(async () => {
      expect(await exists(`/apis/batch/v1/namespaces/${namespace}/jobs/${name}-hook`)).toBe(true)
    }, patience)
    first.app.crash()
    const [helm] = first.app.processes.slice(-1)
    helm?.kill()
    await helm?.exited
    const second = open({ after: first })
    expect(await endOf(second, name)).toMatchObject({
      verb: 'rollback',
      repair: 'rollback',
      revision: 3,
      recovered: true,
      status: { phase: 'stuck', releaseStatus: 'pending-rollback' },
    })
    expect(unfinishedIn(second, name)).toBe(3)
    const diagnosis = await second.repair(name, 'rollback-without-hooks')
    expect(diagnosis).toMatchObject({ holder: 'ours-ended', hangingHook: `Job/${name}-hook` })
    expect((await second.statuses(name)).at(-1)).toBe('deployed')
  })
})
