import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import type { ApiClient } from '../../kube/api-client'
import { statusFailure } from '../../kube/errors'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { definitionOf } from './testing/definition'
import { openRepairLab } from './testing/repair-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const never = { 'wheelhouse.dev/fate': 'never-ready' }
const refused = statusFailure({ context, server: 'https://s' }, 403, '')
const hang = { 'wheelhouse.dev/fate': 'hang' }

describe.each([3, 4] as const)('repairs with helm %i on a real cluster', (major) => {
  const namespace = `repairs-${major}`
  const lab = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace })
  const cluster = connect(kubeconfig)
  afterAll(async () => {
    cluster.close()
    await lab.dispose()
  })

  const chart = (name: string, version: string, ...objects: object[]): string =>
    writeObjects(lab.dir, name, [configMap(`${name}-map`, { version }), ...objects], version)
  const install = (name: string, path: string, more: object = {}): Change => {
    return { verb: 'install', name, namespace, chart: path, create_namespace: true, ...more }
  }
  const upgrade = (name: string, path: string): Change => {
    return { verb: 'upgrade', name, namespace, chart: path }
  }
  const exists = async (path: string): Promise<boolean> => (await cluster.send('GET', path)).status === 200
  const core = `/api/v1/namespaces/${namespace}`
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`
  const mapVersion = async (name: string): Promise<unknown> =>
    (await cluster.call<{ data: object }>('GET', `${core}/configmaps/${name}-map`)).data
  const slow = (name: string): object => workload('Deployment', name, { annotations: never })

  describe('an install that was cut off', () => {
    const broken = async (name: string): Promise<void> => {
      await lab.cutOff(install(name, chart(name, '1.0.0', slow(name))), 'pending-install', () =>
        exists(`${core}/configmaps/${name}-map`),
      )
    }

    it('is named, and finished by a rollback to itself', async () => {
      await broken('i1')
      const diagnosis = await lab.repair('i1', 'rollback')
      expect(diagnosis).toMatchObject({
        revision: 1,
        status: 'pending-install',
        holder: 'others-working',
        hangingHook: '',
        unknownObjects: [],
      })
      expect(diagnosis.choices.map(({ action }) => action)).toEqual([
        'wait',
        'rollback',
        'rollback-without-hooks',
        'remove-pending-record',
        'finish-uninstall',
        'finish-uninstall-without-hooks',
      ])
      expect(diagnosis.choices.find(({ recommended }) => recommended)?.action).toBe('wait')
      expect(diagnosis.choices[1]?.command.slice(0, 2)).toEqual(['helm', 'rollback'])
      expect(await lab.statuses('i1')).toEqual(['pending-install', 'deployed'])
      expect((await lab.diagnose('i1')).choices).toEqual([])
    })

    it('is uninstalled', async () => {
      await broken('i2')
      await lab.repair('i2', 'finish-uninstall')
      expect(await lab.statuses('i2')).toEqual([])
      expect(await exists(`${core}/configmaps/i2-map`)).toBe(false)
    })

    it('is forgotten, and its objects are taken up by the next install', async () => {
      await broken('i3')
      await lab.repair('i3', 'remove-pending-record')
      expect(await lab.statuses('i3')).toEqual([])
      expect(await exists(`${core}/configmaps/i3-map`)).toBe(true)
      await lab.run(install('i3', chart('i3', '2.0.0')))
      expect(await lab.statuses('i3')).toEqual(['deployed'])
    })

    it('is told to be removed where its install hook hangs, and the hook goes with it', async () => {
      const path = chart('i4', '1.0.0', job('i4-migrate', { hook: 'pre-install', annotations: hang }))
      await lab.cutOff(install('i4', path), 'pending-install', () => exists(`${jobs}/i4-migrate`))
      const diagnosis = await lab.repair('i4', 'finish-uninstall')
      expect(diagnosis.hangingHook).toBe('Job/i4-migrate')
      expect(diagnosis.explanation).toContain('Job/i4-migrate')
      expect(await lab.statuses('i4')).toEqual([])
      await vi.waitFor(async () => expect(await exists(`${jobs}/i4-migrate`)).toBe(false))
    })
  })

  describe('an upgrade that was cut off', () => {
    const broken = async (name: string): Promise<void> => {
      await lab.run(install(name, chart(name, '1.0.0')))
      await lab.cutOff(upgrade(name, chart(name, '2.0.0', slow(name))), 'pending-upgrade', async () => {
        const deployed = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
        return exists(deployed)
      })
    }

    it('is rolled back', async () => {
      await broken('u1')
      expect(await mapVersion('u1')).toEqual({ version: '2.0.0' })
      expect((await lab.repair('u1', 'rollback')).status).toBe('pending-upgrade')
      expect(await lab.statuses('u1')).toEqual(['superseded', 'pending-upgrade', 'deployed'])
      expect(await mapVersion('u1')).toEqual({ version: '1.0.0' })
    })

    it('of ours is known as such, and the repair is an operation with what was saved', async () => {
      await lab.run(install('u0', chart('u0', '1.0.0')))
      await lab.cutOffOurs(upgrade('u0', chart('u0', '2.0.0', slow('u0'))), 'pending-upgrade')
      const diagnosis = await lab.repair('u0', 'rollback')
      expect(diagnosis.holder).toBe('ours-ended')
      expect(diagnosis.choices.find(({ recommended }) => recommended)?.action).toBe('rollback')
      const operation = lab.operationOn('u0')
      expect(operation).toMatchObject({ verb: 'rollback', repair: 'rollback', status: { phase: 'done' } })
      expect(operation?.command).toEqual(diagnosis.choices[0]?.command)
      const target = { context, kubeconfigFiles: [], helmEnv: {} }
      const backups = await lab.repairs.listBackups(target, { namespace, name: 'u0' })
      expect(backups.map(({ id }) => id)).toEqual([operation?.backupId])
      expect(backups[0]).toMatchObject({ revisions: [1, 2], action: 'rollback' })
    })

    it('is uninstalled', async () => {
      await broken('u2')
      await lab.repair('u2', 'finish-uninstall')
      expect(await lab.statuses('u2')).toEqual([])
    })

    it('is forgotten: the revision before is current, and the next upgrade works', async () => {
      await broken('u3')
      await lab.repair('u3', 'remove-pending-record')
      expect(await lab.statuses('u3')).toEqual(['deployed'])
      expect(await mapVersion('u3')).toEqual({ version: '2.0.0' })
      await lab.run(upgrade('u3', chart('u3', '3.0.0')))
      expect(await lab.statuses('u3')).toEqual(['superseded', 'deployed'])
    })
  })

  describe('a rollback whose hook hangs', () => {
    const broken = async (name: string): Promise<void> => {
      const hook = job(`${name}-hook`, { hook: 'pre-rollback', annotations: hang })
      await lab.run(install(name, chart(name, '1.0.0', hook)))
      await lab.run(upgrade(name, chart(name, '2.0.0')))
      const back: Change = { verb: 'rollback', name, namespace, revision: 1 }
      await lab.cutOff(back, 'pending-rollback', () => exists(`${jobs}/${name}-hook`))
    }

    it('is done without hooks, and what the hook has left is deleted', async () => {
      await broken('r1')
      const diagnosis = await lab.repair('r1', 'rollback-without-hooks')
      expect(diagnosis.hangingHook).toBe('Job/r1-hook')
      expect(diagnosis.choices.find(({ action }) => action === 'rollback-without-hooks')?.revision).toBe(2)
      expect(await lab.statuses('r1')).toEqual(['superseded', 'superseded', 'pending-rollback', 'deployed'])
      await vi.waitFor(async () => expect(await exists(`${jobs}/r1-hook`)).toBe(false))
      expect(lab.operationOn('r1')).not.toHaveProperty('remains')
    })

    it.each(['rollback-without-hooks', 'remove-pending-record'] as const)(
      'is repaired by %s all the same when the hook may not be deleted, and says that it is still there',
      async (action) => {
        const noJobs = (client: ApiClient): ApiClient => ({
          ...client,
          send: (method, path, ...rest) =>
            path.startsWith(jobs) ? Promise.reject(refused) : client.send(method, path, ...rest),
        })
        const limited = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace, through: noJobs })
        onTestFinished(limited.dispose)
        const name = `rj-${action.slice(0, 6)}`
        await broken(name)
        await limited.repair(name, action)
        const operation = limited.operationOn(name)
        expect(operation?.status).toEqual({ phase: 'done' })
        expect(operation?.remains?.join()).toContain(`Job/${name}-hook, a hook that hangs, may still be running`)
        expect(await exists(`${jobs}/${name}-hook`)).toBe(true)
      },
    )

    it('is uninstalled', async () => {
      await broken('r2')
      await lab.repair('r2', 'finish-uninstall')
      expect(await lab.statuses('r2')).toEqual([])
    })

    it('is forgotten', async () => {
      await broken('r3')
      await lab.repair('r3', 'remove-pending-record')
      expect(await lab.statuses('r3')).toEqual(['superseded', 'deployed'])
      await lab.run(upgrade('r3', chart('r3', '3.0.0')))
      expect((await lab.statuses('r3')).at(-1)).toBe('deployed')
    })
  })

  describe('an uninstall whose hook hangs', () => {
    const broken = async (name: string): Promise<void> => {
      const hook = job(`${name}-hook`, { hook: 'pre-delete', annotations: hang })
      await lab.run(install(name, chart(name, '1.0.0', hook)))
      await lab.cutOff({ verb: 'uninstall', name, namespace }, 'uninstalling', () => exists(`${jobs}/${name}-hook`))
    }

    it('is finished without hooks', async () => {
      await broken('d1')
      const diagnosis = await lab.repair('d1', 'finish-uninstall-without-hooks')
      expect(diagnosis).toMatchObject({ status: 'uninstalling', hangingHook: 'Job/d1-hook' })
      expect(await lab.statuses('d1')).toEqual([])
      expect(await exists(`${core}/configmaps/d1-map`)).toBe(false)
      await vi.waitFor(async () => expect(await exists(`${jobs}/d1-hook`)).toBe(false))
    })

    it('is taken back, and can be upgraded', async () => {
      await broken('d2')
      await lab.repair('d2', 'rollback')
      expect((await lab.statuses('d2')).at(-1)).toBe('deployed')
      await lab.run(upgrade('d2', chart('d2', '2.0.0')))
      expect((await lab.statuses('d2')).at(-1)).toBe('deployed')
    })
  })

  describe('a release whose definition was deleted under it', () => {
    const group = `r${major}.example.test`
    const definition = definitionOf(group)
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const wheel = { apiVersion: `${group}/v1`, kind: 'Wheel', metadata: { name: 'one' } }
    const serves = (): Promise<boolean> => exists(`/apis/${group}/v1`)
    const broken = async (name: string): Promise<void> => {
      await cluster.call('POST', definitions, definition)
      await vi.waitFor(async () => expect(await serves()).toBe(true), { timeout: 20_000 })
      await lab.run(install(name, chart(name, '1.0.0', wheel)))
      await lab.run(upgrade(name, chart(name, '2.0.0', wheel)))
      await cluster.call('DELETE', `${definitions}/wheels.${group}`)
      await vi.waitFor(async () => expect(await serves()).toBe(false), { timeout: 20_000 })
    }

    it('is upgraded, rolled back and uninstalled after its record was rewritten', async () => {
      await broken('c1')
      await expect(lab.run(upgrade('c1', chart('c1', '3.0.0')))).rejects.toThrow(failsWith('api-missing'))
      const before = await lab.records('c1')
      const diagnosis = await lab.repair('c1', 'rewrite-manifest')
      expect(diagnosis.unknownObjects).toEqual([{ apiVersion: `${group}/v1`, kind: 'Wheel', name: 'one' }])
      expect(diagnosis.choices.map(({ action, recommended }) => [action, recommended])).toEqual([
        ['rewrite-manifest', true],
      ])
      const after = await lab.records('c1')
      expect(after.map(({ metadata }) => metadata)).toEqual(before.map(({ metadata }) => metadata))
      expect((await lab.diagnose('c1')).choices).toEqual([])
      await lab.run(upgrade('c1', chart('c1', '3.0.0')))
      expect((await lab.statuses('c1')).at(-1)).toBe('deployed')
      await lab.run({ verb: 'uninstall', name: 'c1', namespace })
      expect(await lab.statuses('c1')).toEqual([])
    }, 120_000)

    it('can have its records put back as they were, byte for byte', async () => {
      await broken('c2')
      const before = await lab.records('c2')
      await lab.repair('c2', 'rewrite-manifest')
      expect(await lab.records('c2')).not.toEqual(before)
      const target = { namespace, name: 'c2' }
      const [backup] = await lab.repairs.listBackups({ context, kubeconfigFiles: [], helmEnv: {} }, target)
      expect(backup).toMatchObject({ action: 'rewrite-manifest', revisions: [1, 2], encrypted: true, namespace })
      // What came later goes, what is gone comes back.
      await lab.run(upgrade('c2', chart('c2', '3.0.0')))
      await cluster.call('DELETE', `${core}/secrets/sh.helm.release.v1.c2.v1`)
      await lab.repairs.restore({ backupId: backup?.id ?? '', allowPlain: false })
      expect(await lab.records('c2')).toEqual(before)
      const backups = await lab.repairs.listBackups({ context, kubeconfigFiles: [], helmEnv: {} }, target)
      expect(backups.map(({ action, revisions }) => [action, revisions])).toEqual([
        ['restore', [2, 3]],
        ['rewrite-manifest', [1, 2]],
      ])
    }, 120_000)
  })

  it('refuses what is not as the person saw it, and saves nothing then', async () => {
    const name = 'seen'
    await lab.run(install(name, chart(name, '1.0.0')))
    const request = { namespace, name, action: 'remove-pending-record', allowPlain: false } as const
    const expected = { revision: 1, status: 'pending-install' }
    const at = { context, kubeconfigFiles: [kubeconfig], helmEnv: {} }
    await expect(lab.repairs.repair(at, { ...request, expected })).rejects.toThrow(failsWith('release-changed'))
    await expect(lab.repairs.repair(at, { ...request, expected: { revision: 1, status: 'deployed' } })).rejects.toThrow(
      failsWith('invalid-input'),
    )
    expect(await lab.statuses(name)).toEqual(['deployed'])
    await expect(lab.repairs.restore({ backupId: randomUUID(), allowPlain: false })).rejects.toThrow(
      failsWith('revision-not-found'),
    )
  })

  it('says what holds up a namespace that is being deleted', async () => {
    const going = `going-${major}`
    const other = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace: going })
    const map = { ...configMap('stuck-map'), metadata: { name: 'stuck-map', finalizers: ['wheelhouse.dev/test'] } }
    const path = writeObjects(other.dir, 'stuck', [map])
    // A release with a finalizer on its record too, so that it is still there to be looked at.
    await other.run({ verb: 'install', name: 'stuck', namespace: going, chart: path, create_namespace: true })
    const secret = `/api/v1/namespaces/${going}/secrets/sh.helm.release.v1.stuck.v1`
    const patch = { contentType: 'application/merge-patch+json' }
    await cluster.call('PATCH', secret, { metadata: { finalizers: ['wheelhouse.dev/test'] } }, patch)
    await cluster.call('DELETE', `/api/v1/namespaces/${going}`)
    const diagnosis = await vi.waitFor(
      async () => {
        const found = await other.diagnose('stuck')
        expect(found.explanation).toContain('wheelhouse.dev/test')
        return found
      },
      { timeout: 30_000, interval: 300 },
    )
    expect(diagnosis.choices.map(({ action }) => action)).toEqual(['wait'])
    for (const object of [secret, `/api/v1/namespaces/${going}/configmaps/stuck-map`]) {
      await cluster.call('PATCH', object, { metadata: { finalizers: null } }, patch)
    }
    await other.dispose()
  }, 60_000)
})
