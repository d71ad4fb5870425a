import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import type { StartedHelm } from '../../helm/run'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { configMap, testPod, writeObjects } from '../../helm/testing/sample-objects'

/*
 * The app ends while `helm test` works, and starts again. A test changes nothing of the release's status: helm writes into
 * the record how each test went, and that is all there is to tell its end by.
 */

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const patience = { timeout: 40_000, interval: 50 }

describe.each([3, 4] as const)('an app that was killed while helm %i tests', (major) => {
  const namespace = `recovery-test-${major}`
  const labs: ChangeLab[] = []
  const open = (after?: ChangeLab): ChangeLab => {
    const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context, ...(after && { after }) })
    labs.push(lab)
    return lab
  }
  afterAll(async () => {
    for (const lab of labs) await lab.dispose()
  })

  const test = (name: string): Change => {
    return { verb: 'test', name, namespace, timeout_seconds: 60 }
  }
  /** Installs a release with one test and begins it. */
  const begin = async (lab: ChangeLab, name: string, fate: Readonly<Record<string, string>>): Promise<void> => {
    const chart = writeObjects(lab.dir, name, [configMap(`${name}-map`), testPod(`${name}-try`, fate)])
    await lab.start({ verb: 'install', name, namespace, chart, create_namespace: true })
    void lab.start(test(name)).catch(() => undefined)
    await vi.waitFor(() => expect(lab.reportedOf(name).at(-1)).toMatchObject({ verb: 'test' }), patience)
    await vi.waitFor(() => expect(lab.phasesOf(name).at(-1)).toBe('waiting'), patience)
  }
  const helmOf = (lab: ChangeLab, name: string): StartedHelm => {
    const found = lab.processes.find(({ command }) => command[1] === 'test' && command.includes(name))
    if (found === undefined) throw new Error(`no helm tests ${name}`)
    return found
  }
  const ended = (lab: ChangeLab, name: string, end: object): Promise<void> =>
    vi.waitFor(() => {
      const told = lab.reportedOf(name).at(-1)
      expect(told).toMatchObject({ verb: 'test', recovered: true, revision: 1, endedAt: expect.any(String) as string })
      expect(told?.status).toMatchObject(end)
    }, patience)
  const podNames = async (lab: ChangeLab): Promise<string[]> => {
    const list = await lab.client().get(`/api/v1/namespaces/${namespace}/pods`)
    return (list as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name)
  }

  it('finds the test at work, follows it to its end, and keeps the release for it', async () => {
    const first = open()
    await begin(first, 'alive', { 'wheelhouse.dev/complete-after': '5s' })
    const id = first.reportedOf('alive').at(-1)?.id ?? ''
    first.crash()
    const second = open(first)
    await second.operations.recovered
    expect(second.operations.atWork()).toMatchObject([{ id, verb: 'test', recovered: true, revision: 1 }])
    await expect(second.start({ verb: 'uninstall', name: 'alive', namespace })).rejects.toEqual(
      failsWith('release-busy'),
    )
    await ended(second, 'alive', { phase: 'done' })
    expect(second.reportedOf('alive').at(-1)?.objects).toMatchObject([
      { name: 'alive-try', hook: { phase: 'Succeeded' } },
    ])
    expect((await second.journal.readDetail(id)).output).toContain('Phase:')
    expect(second.started).toEqual([])
    // Free again, and nothing is left to be found at the next start.
    await second.start(test('alive'))
    second.crash()
    const third = open(second)
    await third.operations.recovered
    expect(third.operations.list()).toEqual([])
  })

  it('tells of each test how it ended in between, and runs none again', async () => {
    const first = open()
    await begin(first, 'cut', { 'wheelhouse.dev/fate': 'hang' })
    const soon = { 'wheelhouse.dev/complete-after': '4s' }
    await Promise.all([
      begin(first, 'well', soon),
      begin(first, 'badly', { ...soon, 'wheelhouse.dev/fate': 'fail' }),
      begin(first, 'gone', soon),
    ])
    first.crash()
    const helm = helmOf(first, 'cut')
    helm.kill()
    await Promise.all(['cut', 'well', 'badly', 'gone'].map((name) => helmOf(first, name).exited))
    await first.helm.byHand('uninstall', 'gone', '-n', namespace)
    const second = open(first)
    await ended(second, 'well', { phase: 'done' })
    await ended(second, 'badly', {
      phase: 'failed',
      error: { code: 'hook-failed', message: 'A test of "badly" failed.' },
    })
    await ended(second, 'cut', {
      phase: 'failed',
      error: { code: 'cancelled', message: 'The test of "cut" was interrupted.' },
    })
    await ended(second, 'gone', {
      phase: 'failed',
      error: { code: 'revision-not-found', message: 'How the test of "gone" ended is unknown.' },
    })
    expect(second.started).toEqual([])
    // No release is held by a test that nobody runs.
    await second.start({ verb: 'uninstall', name: 'cut', namespace })
    await expect(second.start(test('gone'))).rejects.toEqual(failsWith('release-not-found'))
  })

  it('stops a test that it has found, and clears away what that has left', async () => {
    const first = open()
    await begin(first, 'found', { 'wheelhouse.dev/fate': 'hang' })
    first.crash()
    const second = open(first)
    await second.operations.recovered
    expect(await podNames(second)).toContain('found-try')
    second.operations.cancel(second.operations.list()[0]?.id ?? '')
    await ended(second, 'found', { phase: 'cancelled', releaseStatus: 'deployed' })
    await helmOf(first, 'found').exited
    await vi.waitFor(async () => expect(await podNames(second)).not.toContain('found-try'), patience)
  })
})
