import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { startControlPlane, type ControlPlane } from '../../../e2e/cluster/control-plane.mjs'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { realHelm, targetOf, writeChart, type RealHelm } from '../../helm/testing/real-helm'
import { difference, helmList, lines, noDifference } from './testing/helm-words'
import { openIndexLab, type IndexLab, type MadeRecord } from './testing/index-lab'
import { madeReleases } from './testing/made-releases'
import { writeRecords } from './testing/write-records'

const seed = Number(process.env['WHEELHOUSE_SEED'] ?? Date.now() % 2 ** 31)
const seeded = `WHEELHOUSE_SEED=${seed}`
const namespaces = Array.from({ length: 20 }, (_, at) => `team-${at + 1}`)
const majors = [3, 4] as const

/** Of each flag of `helm list`: the statuses that it shows. `--superseded` alone shows all old revisions, and is below. */
const shownBy: Readonly<Record<string, readonly string[]>> = {
  '--deployed': ['deployed'],
  '--failed': ['failed'],
  '--pending': ['pending-install', 'pending-upgrade', 'pending-rollback'],
  '--uninstalled': ['uninstalled'],
  '--uninstalling': ['uninstalling'],
}
const everyFlag = [...Object.keys(shownBy), '--superseded']
const everyStatus = [...Object.values(shownBy).flat(), 'superseded']

let plane: ControlPlane
let helms: Readonly<Record<3 | 4, RealHelm>>
const labs: IndexLab[] = []

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-truth-'))
  plane = await startControlPlane({ name: 'truth', home, binaries: inject('binaries'), lean: true })
  const helmOf = (major: 3 | 4): RealHelm => realHelm(inject('helms')[major], plane.kubeconfig)
  helms = { 3: helmOf(3), 4: helmOf(4) }
})
afterAll(async () => {
  for (const lab of labs) lab.close()
  for (const major of majors) await helms[major].dispose()
  await plane.stop()
})

function openLab(deps: Parameters<typeof openIndexLab>[1] = {}): IndexLab {
  const lab = openIndexLab(targetOf(plane.kubeconfig, plane.name), deps)
  labs.push(lab)
  return lab
}

async function write(records: readonly MadeRecord[], kind: 'Secret' | 'ConfigMap'): Promise<void> {
  const admin = connect(plane.kubeconfig)
  await writeRecords(admin, records, kind)
  admin.close()
}

/** What helm lists for each flag is what the index knows. */
async function expectSameLists(helm: RealHelm, rows: readonly HelmRelease[]): Promise<void> {
  const withStatus = (shown: readonly string[]): string[] => lines(rows.filter(({ status }) => shown.includes(status)))
  for (const [flag, shown] of Object.entries(shownBy)) {
    expect(difference(await helmList(helm, flag), withStatus(shown)), `${flag} ${seeded}`).toEqual(noDifference)
  }
  const all = await helmList(helm, ...everyFlag)
  expect(difference(all, withStatus(everyStatus)), `all flags ${seeded}`).toEqual(noDifference)
}

/** helm's list of old revisions is what the histories of these releases hold. */
async function expectSameHistories(helm: RealHelm, lab: IndexLab, some: readonly HelmRelease[]): Promise<void> {
  const old: string[] = []
  for (const { namespace, name } of some) {
    const history = await lab.index.history({ namespace, name })
    const superseded = history.filter(({ status }) => status === 'superseded')
    old.push(...lines(superseded.map((one) => ({ ...one, namespace, name, appVersion: one.appVersion ?? '' }))))
  }
  const names = new Set(some.map(({ namespace, name }) => `${namespace}/${name}`))
  const told = (await helmList(helm, '--superseded')).filter((line) => names.has(line.split(' ')[0] ?? ''))
  expect(told.length).toBeGreaterThan(0)
  expect(difference(told, old), `--superseded ${seeded}`).toEqual(noDifference)
}

describe('the index beside helm, with thousands of releases in every state', () => {
  const records = madeReleases(seed, namespaces, 105)
  /** Was there before the first record, and learnt of all by its watch. */
  let watching: IndexLab
  /** Began when all were there. */
  let listing: IndexLab

  beforeAll(async () => {
    watching = openLab()
    await watching.index.list()
    await write(records, 'Secret')
    listing = openLab()
    await listing.index.list()
  })

  it('knows every release of them', async () => {
    const releases = new Set(records.map(({ namespace, name }) => `${namespace}/${name}`))
    expect(releases.size).toBeGreaterThanOrEqual(2_000)
    const rows = await listing.index.list()
    expect(new Set(rows.map(({ namespace, name }) => `${namespace}/${name}`)), seeded).toEqual(releases)
    expect(
      rows.filter(({ problem, provisional }) => problem !== undefined || provisional),
      seeded,
    ).toEqual([])
  })

  it.each(majors)('lists what helm %i lists, whatever is asked for', async (major) => {
    await expectSameLists(helms[major], await listing.index.list())
  })

  it('knows the same when it learnt of all by its watch, and told the same in its patches', async () => {
    const told = lines(await listing.index.list())
    await expect
      .poll(() => difference(told, lines(watching.rows().values())), { message: seeded })
      .toEqual(noDifference)
    expect(difference(told, lines(await watching.index.list())), seeded).toEqual(noDifference)
    expect(difference(told, lines(listing.rows().values())), seeded).toEqual(noDifference)
    const numbers = watching.patches.map(({ seq }) => seq)
    expect(numbers).toEqual(numbers.map((_number, at) => (numbers[0] ?? 0) + at))
  })

  it.each(majors)('knows the old revisions that helm %i lists', async (major) => {
    const rows = await listing.index.list()
    await expectSameHistories(
      helms[major],
      listing,
      rows.filter((_row, at) => at % 7 === major),
    )
  })
})

describe('the index beside helm, with releases in ConfigMaps', () => {
  const records = madeReleases(seed, namespaces.slice(0, 4), 30)
  const byHelm: Record<3 | 4, RealHelm | null> = { 3: null, 4: null }
  let lab: IndexLab

  beforeAll(async () => {
    lab = openLab({ resource: 'configmaps' })
    await write(records, 'ConfigMap')
    for (const major of majors) {
      const helm = realHelm(inject('helms')[major], plane.kubeconfig, { HELM_DRIVER: 'configmap' })
      byHelm[major] = helm
      await change(helm, `helm-${major}`)
    }
  })
  afterAll(async () => {
    for (const major of majors) await byHelm[major]?.dispose()
  })

  it.each(majors)('lists what helm %i lists, and knows the old revisions', async (major) => {
    const helm = byHelm[major]
    if (helm === null) throw new Error('no helm')
    const count = new Set(records.map(({ namespace, name }) => `${namespace}/${name}`)).size
    await expect.poll(() => lab.rows().size, { message: seeded }).toBe(count + 4)
    const rows = await lab.index.list()
    await expectSameLists(helm, rows)
    await expectSameHistories(helm, lab, rows)
  })
})

/** Every kind of change, by helm itself: leaves two releases. */
async function change(helm: RealHelm, namespace: string): Promise<void> {
  const [one, two] = [writeChart(helm.dir, 'demo', '1.0.0'), writeChart(helm.dir, 'demo', '2.0.0', '6.0')]
  await helm.byHand('install', 'web', one, '-n', namespace, '--create-namespace')
  await helm.byHand('upgrade', 'web', two, '-n', namespace)
  await helm.byHand('upgrade', 'web', two, '-n', namespace, '--set', 'greeting=5').catch(() => '')
  await helm.byHand('rollback', 'web', '1', '-n', namespace)
  await helm.byHand('install', 'left', one, '-n', namespace, '--set', 'greeting=left')
  await helm.byHand('uninstall', 'left', '-n', namespace, '--keep-history')
  await helm.byHand('install', 'gone', one, '-n', namespace)
  await helm.byHand('uninstall', 'gone', '-n', namespace)
}
