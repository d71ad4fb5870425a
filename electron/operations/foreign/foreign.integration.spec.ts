import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { ensureNamespace } from '../../../e2e/cluster/users.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import { openIndexLab } from '../../releases/index/testing/index-lab'
import { previewOf, wordsOf } from '../request/change'
import { createForeignOperations } from './foreign'
import { isMadeBy } from './made-by-us'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { openFollowLab } from '../follow/testing/follow-lab'

/* Somebody else's helm, seen by nothing but the live index and the cluster, as the app is composed. */

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const patience = { timeout: 40_000, interval: 50 }
/** Late enough for the app to see them wait, on busy cores too. */
const soon = { annotations: { 'wheelhouse.dev/ready-after': '8s' } }

describe.each([3, 4] as const)("what somebody else's helm %i does", (major) => {
  const namespace = `foreign-${major}`
  const lab = openFollowLab({ helmPath: helms[major], kubeconfig, context, major })
  const told: (readonly Operation[])[] = []
  const foreign = createForeignOperations({
    clientOf: () => lab.client,
    isOwn: (of, row) => isMadeBy([], of, row),
    onChange: (list) => void told.push(list),
    now: () => new Date(),
    newId: randomUUID,
  })
  // Other specs leave releases in the middle of a change on purpose, and only so many are followed at once.
  const index = openIndexLab(targetOf(kubeconfig, context), {
    onPatch: (patch) => {
      const upserted = patch.upserted.filter((row) => row.namespace === namespace)
      foreign.note(patch.context, upserted)
    },
  })

  beforeAll(async () => {
    const cluster = connect(kubeconfig)
    await ensureNamespace(cluster, namespace)
    cluster.close()
  })
  afterAll(async () => {
    foreign.dispose()
    index.close()
    await lab.dispose()
  })

  const helm = (...args: string[]): Promise<string> => lab.helm.byHand(...args, '-n', namespace)
  const chart = (name: string, version: string, ...objects: object[]): string =>
    writeObjects(lab.dir, name, [configMap(`${name}-map`, { version }), ...objects], version)
  const slow = (name: string): object => workload('Deployment', name, soon)
  /** All that was told of a change, from its begin to its end. */
  const whole = async (verb: Operation['verb'], name: string): Promise<readonly Operation[]> => {
    const all = (): Operation[] => told.flatMap((list) => list.filter((one) => one.name === name && one.verb === verb))
    await vi.waitFor(() => expect(all().at(-1)?.endedAt).toEqual(expect.any(String)), patience)
    expect(all().every(({ foreign: is, command }) => is === true && command.length === 0)).toBe(true)
    expect(new Set(all().map(({ id }) => id)).size).toBe(1)
    return all()
  }
  const stateOf = ({ objects }: Operation, name: string): string | undefined =>
    objects.find((one) => one.name === name)?.state
  /** Each state of an object, in the order in which it was told. */
  const statesOf = (all: readonly Operation[], name: string): (string | undefined)[] => {
    const states = all.map((one) => stateOf(one, name)).filter((state) => state !== undefined)
    return states.filter((state, index) => state !== states[index - 1])
  }

  it('install: its objects, until they are ready', async () => {
    await helm('install', 'new', chart('new', '1.0.0', slow('new')), '--wait')
    const all = await whole('install', 'new')
    expect(all.at(-1)).toMatchObject({ revision: 1, namespace, context, status: { phase: 'done' } })
    expect(all.some(({ status }) => status.phase === 'waiting' && status.ready < status.total)).toBe(true)
    expect(statesOf(all, 'new')).toEqual(['waiting', 'ready'])
    expect(statesOf(all, 'new-map').at(-1)).toBe('ready')
  })

  it('upgrade: what the new revision adds, until it is ready', async () => {
    await helm('install', 'next', chart('next', '1.0.0'))
    await helm('upgrade', 'next', chart('next', '2.0.0', slow('next')), '--wait')
    const all = await whole('upgrade', 'next')
    expect(all.at(-1)).toMatchObject({ revision: 2, status: { phase: 'done' } })
    expect(statesOf(all, 'next')).toEqual(['waiting', 'ready'])
  })

  it('upgrade: that it failed, and what failed', async () => {
    const annotations = { 'wheelhouse.dev/fate': 'image-pull' }
    await helm('install', 'bad', chart('bad', '1.0.0'))
    const bad = chart('bad', '2.0.0', workload('Deployment', 'bad', { annotations }))
    await expect(helm('upgrade', 'bad', bad, '--wait', '--timeout', '4s')).rejects.toThrow()
    const all = await whole('upgrade', 'bad')
    const message = 'An upgrade of bad that was started elsewhere failed.'
    expect(all.at(-1)).toMatchObject({ revision: 2, status: { phase: 'failed', error: { message } } })
    expect(JSON.stringify(all.at(-1)?.status)).toContain('Revision 2 is failed.')
    expect(statesOf(all, 'bad').at(-1)).toBe('failing')
  })

  it('rollback: what comes back, until it is ready', async () => {
    await helm('install', 'back', chart('back', '1.0.0', slow('back')))
    await helm('upgrade', 'back', chart('back', '2.0.0'))
    await helm('rollback', 'back', '1', '--wait')
    const all = await whole('rollback', 'back')
    expect(all.at(-1)).toMatchObject({ revision: 3, status: { phase: 'done' } })
    expect(statesOf(all, 'back').at(-1)).toBe('ready')
    expect(all.some((one) => stateOf(one, 'back') === 'waiting')).toBe(true)
  })

  it('uninstall: its hook, and its objects until they are gone', async () => {
    const annotations = { 'wheelhouse.dev/complete-after': '3s' }
    const hook = job('going-hook', { hook: 'pre-delete', annotations })
    await helm('install', 'going', chart('going', '1.0.0', workload('Deployment', 'going'), hook), '--wait')
    await helm('uninstall', 'going', '--wait')
    const all = await whole('uninstall', 'going')
    expect(all.at(-1)).toMatchObject({ revision: 1, status: { phase: 'done' } })
    const hooks = all.flatMap(({ objects }) => objects.filter(({ name }) => name === 'going-hook'))
    expect(hooks.some((one) => one.hook?.phase === 'Running')).toBe(true)
    expect(statesOf(all, 'going').at(-1)).toBe('gone')
    expect(statesOf(all, 'going-map').at(-1)).toBe('gone')
  })

  /** Another helm's upgrade that cannot end by itself, killed as soon as it is followed. */
  const cutOff = async (name: string): Promise<void> => {
    await helm('install', name, chart(name, '1.0.0'))
    const annotations = { 'wheelhouse.dev/fate': 'never-ready' }
    const upgrade = { verb: 'upgrade', name, namespace } as const
    const words = { ...upgrade, chart: chart(name, '2.0.0', workload('Deployment', name, { annotations })) }
    const { runner } = lab.helm
    let kill = (): void => undefined
    const ended = runner.run(targetOf(kubeconfig, context), {
      kind: 'change',
      ...wordsOf(previewOf(words), '', await runner.capabilities()),
      timeLimitMs: 120_000,
      onStarted: (process) => (kill = () => process.kill()),
    })
    const ends = expect(ended).rejects.toThrow()
    await vi.waitFor(() => {
      const followed = foreign.list().find((one) => one.name === name)
      expect(followed).toMatchObject({ status: { phase: 'waiting' }, lastSign: expect.any(String) as string })
    }, patience)
    kill()
    await ends
  }

  it('an upgrade that was cut off: over as soon as a repair has made another revision', async () => {
    await cutOff('cut')
    await helm('rollback', 'cut', '1')
    const all = await whole('upgrade', 'cut')
    const message = "An upgrade of cut that was started elsewhere didn't finish."
    expect(all.at(-1)).toMatchObject({ revision: 2, status: { phase: 'failed', error: { message } } })
    expect(JSON.stringify(all.at(-1)?.status)).toContain('Revision 3 came after it and is ')
    // Its own record stands as it was left, for ever.
    expect(await helm('history', 'cut')).toContain('pending-upgrade')
  })

  it('an upgrade that was cut off: over as soon as its record is removed', async () => {
    await cutOff('taken')
    const { client } = lab
    await client.send('DELETE', `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.taken.v2`)
    const all = await whole('upgrade', 'taken')
    expect(JSON.stringify(all.at(-1)?.status)).toContain('Its record was removed; revision 1 is deployed.')
  })
})
