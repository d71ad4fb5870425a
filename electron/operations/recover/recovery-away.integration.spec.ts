import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import { readKubeconfig, writeKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { gateTo, type Gate } from './testing/gate'

/*
 * The app ends in the middle of a change, and starts again where its cluster cannot be reached: nobody can tell how the
 * change ended until the cluster is back.
 */

const helms = inject('helms')
const patience = { timeout: 40_000, interval: 50 }
const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-away-'))
const kubeconfig = join(dir, 'config')
const context = readKubeconfig(inject('kubeconfig'))['current-context']
let gate: Gate

beforeAll(async () => {
  gate = await gateTo(Number(new URL(inject('clusterUrl')).port))
  const config = readKubeconfig(inject('kubeconfig'))
  for (const { cluster } of config.clusters) cluster.server = `https://127.0.0.1:${gate.port}`
  writeKubeconfig(kubeconfig, config)
})
afterAll(async () => {
  await gate.close()
  await rm(dir, { recursive: true, force: true })
})

describe.each([3, 4] as const)('the cluster is away when the app starts again after helm %i', (major) => {
  const namespace = `away-${major}`
  const labs: ChangeLab[] = []
  const open = (after?: ChangeLab, file = kubeconfig): ChangeLab => {
    const lab = openChangeLab({ helmPath: helms[major], kubeconfig: file, context, ...(after && { after }) })
    labs.push(lab)
    return lab
  }
  afterAll(async () => {
    for (const lab of labs) await lab.dispose()
  })

  const begin = async (lab: ChangeLab, change: Change): Promise<void> => {
    void lab.start(change).catch(() => undefined)
    const { verb, name } = change
    await vi.waitFor(() => expect(lab.reportedOf(name).at(-1)).toMatchObject({ verb }), patience)
    await vi.waitFor(() => expect(lab.phasesOf(name).at(-1)).toBe('waiting'), patience)
  }
  const last = (lab: ChangeLab, name: string): Operation | undefined => lab.reportedOf(name).at(-1)
  /** The helm that works on a release; killed where it is told to be. */
  const endOfHelm = async (lab: ChangeLab, name: string, isKilled: boolean): Promise<void> => {
    const helm = lab.processes.findLast(({ command }) => command.includes(name))
    if (isKilled) helm?.kill()
    await helm?.exited
  }

  it('says that it is not known, holds the releases, and tells each end once when it is back', async () => {
    await gate.open()
    const first = open()
    const place = (name: string) => ({ name, namespace, timeout_seconds: 60 })
    const pods = (name: string, annotations: Readonly<Record<string, string>>): string =>
      writeObjects(first.dir, name, [workload('Deployment', name, { annotations })])
    const hang = job('goes-hook', { hook: 'pre-delete', annotations: { 'wheelhouse.dev/fate': 'hang' } })
    const goes = writeObjects(first.dir, 'goes', [hang])
    await first.start({ verb: 'install', ...place('goes'), chart: goes, create_namespace: true })
    await begin(first, { verb: 'uninstall', ...place('goes') })
    const never = { 'wheelhouse.dev/fate': 'never-ready' }
    await begin(first, { verb: 'install', ...place('cut'), chart: pods('cut', never) })
    const soon = { 'wheelhouse.dev/ready-after': '4s' }
    await begin(first, { verb: 'install', ...place('well'), chart: pods('well', soon) })
    first.crash()
    await Promise.all(['cut', 'goes', 'well'].map((name) => endOfHelm(first, name, name !== 'well')))
    await gate.close()

    const second = open(first)
    await second.operations.recovered
    for (const name of ['cut', 'goes', 'well']) {
      await vi.waitFor(() => expect(last(second, name)?.blind?.join()).toMatch(/^It is not known yet how it ended: /))
      expect(last(second, name)).toMatchObject({ recovered: true, endedAt: null, status: { phase: 'starting' } })
      expect(last(second, name)?.blind?.join()).toContain("Can't reach cluster")
      await expect(second.start({ verb: 'uninstall', ...place(name) })).rejects.toEqual(failsWith('release-busy'))
    }
    expect(second.operations.atWork()).toEqual([])
    // The app may end again before the cluster is back: nothing is forgotten.
    second.crash()
    const third = open(second)
    await third.operations.recovered
    await vi.waitFor(() => expect(last(third, 'well')?.blind).toHaveLength(1))

    await gate.open()
    await vi.waitFor(
      () => expect(last(third, 'well')).toMatchObject({ status: { phase: 'done' }, blind: [] }),
      patience,
    )
    const stuck = (releaseStatus: string) => ({ status: { phase: 'stuck', releaseStatus }, blind: [], recovered: true })
    await vi.waitFor(() => expect(last(third, 'cut')).toMatchObject(stuck('pending-install')), patience)
    await vi.waitFor(() => expect(last(third, 'goes')).toMatchObject(stuck('uninstalling')), patience)
    expect([...second.started, ...third.started]).toEqual([])
    for (const name of ['cut', 'goes', 'well']) {
      const ends = third.reportedOf(name).filter(({ endedAt }) => endedAt !== null)
      expect(new Set(ends.map(({ endedAt }) => endedAt)).size, name).toBe(1)
    }
    third.crash()
    const fourth = open(third)
    await fourth.operations.recovered
    expect(fourth.operations.list()).toEqual([])
    // Whoever left it in the middle is known, and may clear it away at once.
    await fourth.start({ verb: 'uninstall', ...place('cut') })
    expect(await fourth.revisions(namespace, 'cut')).toEqual([])
    await gate.close()
  }, 180_000)

  it('follows a helm that it finds, says when nobody works any more, and waits for the cluster to tell', async () => {
    await gate.open()
    const first = open()
    const place = { name: 'alive', namespace, create_namespace: true, timeout_seconds: 120 }
    const never = workload('Deployment', 'alive', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })
    await begin(first, { verb: 'install', ...place, chart: writeObjects(first.dir, 'alive', [never]) })
    first.crash()
    await gate.close()
    const second = open(first)
    await second.operations.recovered
    expect(second.operations.atWork()).toMatchObject([{ name: 'alive', recovered: true, endedAt: null }])
    await endOfHelm(first, 'alive', true)
    await vi.waitFor(() => expect(second.operations.atWork()).toEqual([]), patience)
    await vi.waitFor(() => expect(last(second, 'alive')?.blind?.join()).toMatch(/^It is not known yet how it ended: /))
    expect(last(second, 'alive')).toMatchObject({ endedAt: null })
    await gate.open()
    const stuck = { phase: 'stuck', releaseStatus: 'pending-install' }
    await vi.waitFor(() => expect(last(second, 'alive')).toMatchObject({ status: stuck, blind: [] }), patience)
    await gate.close()
  }, 120_000)

  it('says that it will not be known where the way to the cluster is gone for good', async () => {
    await gate.open()
    const file = join(dir, `leaving-${major}`)
    writeKubeconfig(file, readKubeconfig(kubeconfig))
    const first = open(undefined, file)
    const place = { name: 'left', namespace, create_namespace: true }
    const never = workload('Deployment', 'left', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })
    await begin(first, { verb: 'install', ...place, chart: writeObjects(first.dir, 'left', [never]) })
    first.crash()
    await endOfHelm(first, 'left', true)
    writeKubeconfig(file, { ...readKubeconfig(file), contexts: [] })
    const second = open(first, file)
    await vi.waitFor(() => expect(last(second, 'left')?.endedAt).toEqual(expect.any(String)), patience)
    const { status } = last(second, 'left') ?? {}
    expect(status).toMatchObject({
      phase: 'failed',
      error: { code: 'context-missing', message: 'How the install of "left" ended is unknown.' },
    })
    expect(JSON.stringify(status)).toContain('is no longer in the kubeconfig')
    expect(second.started).toEqual([])
    await gate.close()
  })
})
