import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { targetOf, writeChart } from '../helm/testing/real-helm'
import { failsWith } from '../kube/testing/client-lab'
import { createActivity } from './journal/activity'
import type { Change } from './request/change'
import { openChangeLab } from './testing/change-lab'
import { configMap, testPod, workload, writeObjects } from '../helm/testing/sample-objects'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

describe.each([3, 4] as const)('operations with helm %i', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const activity = createActivity({ journal: lab.journal, operations: lab.operations.list })
  const namespace = `operations-${major}`
  const plain = writeChart(lab.dir, 'plain', '1.0.0')
  const install = (name: string, chart: string, more: object = {}): Change => {
    return { verb: 'install', name, namespace, chart, create_namespace: true, timeout_seconds: 60, ...more }
  }
  const idOf = (name: string): string => lab.reportedOf(name).at(-1)?.id ?? ''
  const never = { annotations: { 'wheelhouse.dev/fate': 'never-ready' } }

  afterAll(() => lab.dispose())

  it('does twenty at once, and refuses a second one of the same release', async () => {
    const chart = writeObjects(lab.dir, 'many', [
      workload('Deployment', '{{ .Release.Name }}', { annotations: { 'wheelhouse.dev/ready-after': '3s' } }),
      configMap('{{ .Release.Name }}-map'),
    ])
    const names = Array.from({ length: 20 }, (_, index) => `many-${index}`)
    await lab.start(install('opener', plain))
    const all = names.map((name) => lab.start(install(name, chart, { timeout_seconds: 240 })))
    await vi.waitFor(() => expect(lab.operations.atWork()).toHaveLength(20), { timeout: 30_000, interval: 20 })
    const second = lab.start({ verb: 'uninstall', name: 'many-7', namespace })
    await expect(second).rejects.toMatchObject({
      error: {
        code: 'release-busy',
        cause: expect.stringContaining(`Its install on ${context}, started at`) as string,
      },
    })
    await Promise.all(all)
    for (const name of names) expect(lab.phasesOf(name).at(-1)).toBe('done')
    const page = await activity.list({ query: 'many-', results: ['done'], verbs: [], offset: 0, limit: 50 })
    expect(page).toMatchObject({ total: 20, problem: '' })
  }, 300_000)

  it('keeps what was done: the request without values, the objects, the output without secrets', async () => {
    const chart = writeChart(lab.dir, 'told', '1.0.0')
    writeFileSync(join(chart, 'templates', 'NOTES.txt'), 'Log in with {{ .Values.adminPassword }}.\n')
    const values = 'greeting: hi\nadminPassword: hunter2-hunter2\n'
    await lab.start(install('told', chart, { values }))
    const { operation, request, output } = await activity.entry(idOf('told'))
    expect(operation).toMatchObject({ verb: 'install', revision: 1, status: { phase: 'done' } })
    expect(request).toEqual({
      verb: 'install',
      name: 'told',
      namespace,
      chart,
      create_namespace: true,
      timeout_seconds: 60,
      has_values: true,
    })
    expect(output).toContain('Log in with ••••••••.')
    expect(JSON.stringify(lab.journal.entries())).not.toContain('hunter2')
  })

  it('changes nothing when it cannot be written down first', async () => {
    const aFile = join(lab.dir, 'a-file')
    writeFileSync(aFile, '')
    const after = { journalDir: join(aFile, 'journal'), runRoot: lab.runRoot }
    const mute = openChangeLab({ helmPath: helms[major], kubeconfig, context, after })
    const error = await mute.failureOf(install('unwritten', plain))
    expect(error).toMatchObject({ code: 'journal-failed', actions: ['retry'] })
    expect(error.message).toContain('Nothing was changed')
    expect(error.cause).toContain(after.journalDir)
    expect(mute.calls).toEqual([])
    expect(mute.operations.list()).toEqual([])
    // Its release is free again.
    expect(await mute.failureOf(install('unwritten', plain))).toMatchObject({ code: 'journal-failed' })
    await mute.dispose()
  })

  it('does not send the values of a first install that failed once more unseen', async () => {
    const bad = writeObjects(lab.dir, 'first', [workload('Deployment', 'first', never)])
    expect(await lab.failureOf(install('first', bad, { timeout_seconds: 2 }))).toMatchObject({ code: 'timeout' })
    const upgrade = { verb: 'upgrade', name: 'first', namespace, chart: plain } as const
    const begun = lab.started.length
    expect(await lab.failureOf(upgrade)).toMatchObject({ code: 'values-needed' })
    expect(await lab.failureOf({ ...upgrade, keep_chart: true })).toMatchObject({ code: 'values-needed' })
    expect(lab.started.length).toBe(begun)
    await lab.start({ ...upgrade, values: 'greeting: other' })
    await lab.start(upgrade)
  })

  it('runs tests, tells which failed, and clears away what a cancelled one has left', async () => {
    const good = testPod('try-good')
    const chart = writeObjects(lab.dir, 'try', [configMap('try-map'), good])
    await lab.start(install('try', chart))
    const test = { verb: 'test', name: 'try', namespace, timeout_seconds: 60 } as const
    await lab.start(test)
    expect(lab.reportedOf('try').at(-1)).toMatchObject({ verb: 'test', revision: 1, status: { phase: 'done' } })

    const hanging = testPod('try-hang', { 'wheelhouse.dev/fate': 'never-ready', 'helm.sh/hook-weight': '5' })
    const worse = writeObjects(lab.dir, 'try', [configMap('try-map'), hanging], '2.0.0')
    await lab.start({ verb: 'upgrade', name: 'try', namespace, chart: worse, values: '' })
    const running = lab.failureOf(test)
    const pods = async (): Promise<string[]> => {
      const list = await lab.client().get(`/api/v1/namespaces/${namespace}/pods`)
      return (list as { items: { metadata: { name: string } }[] }).items.map(({ metadata: { name } }) => name)
    }
    await vi.waitFor(async () => expect(await pods()).toContain('try-hang'), { timeout: 30_000, interval: 50 })
    lab.operations.cancel(idOf('try'))
    expect(await running).toMatchObject({ code: 'cancelled' })
    expect(lab.reportedOf('try').at(-1)?.status).toEqual({ phase: 'cancelled', releaseStatus: 'deployed' })
    await vi.waitFor(async () => expect(await pods()).not.toContain('try-hang'), { timeout: 30_000, interval: 50 })
  })

  it('does repairs without helm as operations: one at a time, told, written down, cancelled', async () => {
    const request = { verb: 'repair', name: 'mend', namespace, action: 'rewrite-manifest' } as const
    let finish = (): void => undefined
    const work = (): Promise<{ backupId: string }> =>
      new Promise((resolve) => (finish = () => resolve({ backupId: 'saved-1' })))
    const running = lab.operations.perform(target, request, work)
    await vi.waitFor(() => expect(lab.phasesOf('mend')).toEqual(['starting', 'applying']))
    const other = lab.start({ verb: 'uninstall', name: 'mend', namespace })
    await expect(other).rejects.toEqual(failsWith('release-busy'))
    finish()
    await running
    expect(lab.reportedOf('mend').at(-1)).toMatchObject({
      verb: 'repair',
      repair: 'rewrite-manifest',
      backupId: 'saved-1',
      status: { phase: 'done' },
    })
    const again = lab.operations.perform(target, { ...request, id: idOf('mend') }, work)
    await expect(again, 'an id is used once').rejects.toEqual(failsWith('invalid-input'))
    const refused = lab.operations.perform(target, request, () => Promise.reject(new Error('no right')))
    await expect(refused).rejects.toEqual(failsWith('internal'))
    expect(lab.phasesOf('mend').at(-1)).toBe('failed')
    const untilStopped = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
    const stopped = lab.operations.perform(target, request, untilStopped)
    await vi.waitFor(() => expect(lab.phasesOf('mend').at(-1)).toBe('applying'))
    lab.operations.cancel(idOf('mend'))
    await expect(stopped).rejects.toEqual(failsWith('cancelled'))
    expect((await activity.entry(idOf('mend'))).operation.status).toEqual({ phase: 'cancelled', releaseStatus: '' })
  })
})
