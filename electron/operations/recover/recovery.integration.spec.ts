import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { isSameProcess } from '../../helm/process'
import { targetOf } from '../../helm/testing/real-helm'
import { failsWith } from '../../kube/testing/client-lab'
import { createActivity } from '../journal/activity'
import type { Change } from '../request/change'
import { releaseKey } from '../running/release-key'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { job, workload, writeObjects } from '../../helm/testing/sample-objects'

/*
 * The app ends in the middle of a change, and starts again: helm is not the app's child any more then, and nobody tells its
 * exit code.
 */

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)
const patience = { timeout: 40_000, interval: 50 }

describe.each([3, 4] as const)('an app that was killed while helm %i works', (major) => {
  const namespace = `recovery-${major}`
  const labs: ChangeLab[] = []
  const open = (after?: ChangeLab): ChangeLab => {
    const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context, ...(after && { after }) })
    labs.push(lab)
    return lab
  }
  afterAll(async () => {
    for (const lab of labs) await lab.dispose()
  })

  const chartOf = (lab: ChangeLab, name: string, fate: Readonly<Record<string, string>>, version = '1.0.0'): string =>
    writeObjects(lab.dir, name, [workload('Deployment', name, { annotations: fate })], version)
  const install = (name: string, chart: string): Change => {
    return { verb: 'install', name, namespace, chart, create_namespace: true, timeout_seconds: 60 }
  }
  const slow = { 'wheelhouse.dev/ready-after': '5s' }
  const never = { 'wheelhouse.dev/fate': 'never-ready' }
  const begun = async (lab: ChangeLab, change: Change): Promise<void> => {
    void lab.start(change).catch(() => undefined)
    const phases = ['waiting', 'applying']
    await vi.waitFor(() => expect(phases).toContain(lab.phasesOf(change.name).at(-1)), patience)
  }
  const killed = async (lab: ChangeLab): Promise<void> => {
    const [helm] = lab.processes.slice(-1)
    process.kill(helm?.pid ?? 0, 'SIGKILL')
    await helm?.exited
  }
  const endOf = async (lab: ChangeLab, name: string): Promise<unknown> => {
    const last = (): unknown => lab.reportedOf(name).at(-1)
    await vi.waitFor(() => expect(last()).toMatchObject({ endedAt: expect.any(String) as unknown }), patience)
    return last()
  }

  it('finds helm at work, follows it to its end, and keeps the release for it', async () => {
    const first = open()
    await begun(first, install('alive', chartOf(first, 'alive', slow)))
    await vi.waitFor(() => expect(first.phasesOf('alive')).toContain('waiting'), patience)
    const id = first.operations.list()[0]?.id ?? ''
    first.crash()
    const second = open(first)
    await second.operations.recovered
    expect(second.operations.atWork()).toMatchObject([
      { id, recovered: true, status: { phase: 'waiting' }, revision: 1 },
    ])
    const other = second.start({ verb: 'uninstall', name: 'alive', namespace })
    await expect(other).rejects.toEqual(failsWith('release-busy'))
    expect(await endOf(second, 'alive')).toMatchObject({
      id,
      status: { phase: 'done' },
      recovered: true,
      objects: [{ kind: 'Deployment', state: 'ready' }],
    })
    await vi.waitFor(() => expect(readdirSync(first.runRoot).join(' ')).not.toContain(id), patience)
    const activity = createActivity({ journal: second.journal, operations: second.operations.list })
    expect((await activity.entry(id)).output).toContain('STATUS: deployed')
    expect(second.started).toEqual([])
  })

  it('sees how helm ended in between, and runs nothing again', async () => {
    const first = open()
    await begun(first, install('ended', chartOf(first, 'ended', slow)))
    first.crash()
    await first.processes.at(-1)?.exited
    const second = open(first)
    expect(await endOf(second, 'ended')).toMatchObject({ status: { phase: 'done' }, recovered: true })
    expect(second.started).toEqual([])
    second.crash()
    const third = open(second)
    await third.operations.recovered
    expect(third.operations.list()).toEqual([])
    expect(third.operations.known()).toMatchObject([{ name: 'ended', status: { phase: 'done' } }])
  })

  it('says what a helm that was killed in between has left stuck, and lets it be repaired', async () => {
    const first = open()
    const chart = chartOf(first, 'cut', never)
    await begun(first, install('cut', chart))
    first.crash()
    await killed(first)
    const second = open(first)
    expect(await endOf(second, 'cut')).toMatchObject({
      status: { phase: 'stuck', releaseStatus: 'pending-install' },
      revision: 1,
    })
    expect(second.operations.unfinishedRevision(target, { name: 'cut', namespace })).toBe(1)
    // Known at the start after the next, too.
    second.crash()
    const third = open(second)
    await third.operations.recovered
    expect(third.operations.unfinishedRevision(target, { name: 'cut', namespace })).toBe(1)
    await third.start({ verb: 'uninstall', name: 'cut', namespace, timeout_seconds: 60 })
    expect(await third.revisions(namespace, 'cut')).toEqual([])
    expect(third.operations.unfinishedRevision(target, { name: 'cut', namespace })).toBeNull()
  })

  it.each([
    ['upgrade', 'pending-upgrade', 2],
    ['rollback', 'pending-rollback', 3],
    ['uninstall', 'uninstalling', 1],
  ] as const)('%s: %s', async (verb, releaseStatus, revision) => {
    const first = open()
    const name = `cut-${verb}`
    const place = { name, namespace, timeout_seconds: 60 }
    const hook = { hook: 'pre-delete', annotations: { 'wheelhouse.dev/fate': 'never-ready' } }
    const good = writeObjects(first.dir, name, [job(`${name}-hook`, hook)])
    const bad = chartOf(first, name, never, '2.0.0')
    await first.start({ ...install(name, verb === 'rollback' ? bad : good), wait: false } as Change)
    if (verb === 'rollback') await first.start({ verb: 'upgrade', ...place, chart: good, values: '' })
    const changes: Readonly<Record<typeof verb, Change>> = {
      upgrade: { verb: 'upgrade', ...place, chart: bad, values: '' },
      rollback: { verb: 'rollback', ...place, revision: 1 },
      uninstall: { verb: 'uninstall', ...place },
    }
    void first.start(changes[verb]).catch(() => undefined)
    await first.untilStatus(namespace, name, releaseStatus)
    first.crash()
    await killed(first)
    const second = open(first)
    expect(await endOf(second, name)).toMatchObject({ verb, status: { phase: 'stuck', releaseStatus }, revision })
  })

  it('stops a helm that it has found', async () => {
    const first = open()
    await begun(first, install('found', chartOf(first, 'found', never)))
    first.crash()
    const second = open(first)
    await second.operations.recovered
    expect(second.operations.list()).toHaveLength(1)
    second.operations.cancel(second.operations.list()[0]?.id ?? '')
    expect(await endOf(second, 'found')).toMatchObject({ status: { phase: 'cancelled', releaseStatus: 'failed' } })
    const [helm] = first.processes.slice(-1)
    expect(await isSameProcess(helm?.pid ?? 0, helm?.startTime ?? null)).toBe(false)
  })

  it('tells what was never begun', async () => {
    const first = open()
    const place = { name: 'unborn', namespace }
    await first.journal.begin({
      operation: {
        id: randomUUID(),
        verb: 'upgrade',
        name: 'unborn',
        namespace,
        context,
        command: ['helm'],
        startedAt: new Date().toISOString(),
        endedAt: null,
        status: { phase: 'starting' },
      },
      key: releaseKey(target, place),
      target: { ...target, kubeconfigFiles: [kubeconfig], helmEnv: {} },
    })
    first.crash()
    const second = open(first)
    const message = 'The upgrade of "unborn" was not started.'
    expect(await endOf(second, 'unborn')).toMatchObject({ status: { phase: 'failed', error: { message } } })
  })
})
