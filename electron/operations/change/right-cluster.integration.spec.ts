import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { kubeconfigFile } from '../../helm/private-files'
import { createKubeconfigStore, type KubeconfigStore } from '../../kube/kubeconfig'
import { closedPort, listenTls, type TlsListener } from '../../kube/testing/api-server'
import { kubeconfigText, temporaryFolder } from '../../kube/testing/kubeconfig'
import type { ClusterTarget } from '../../kube/target'
import type { Change } from '../request/change'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { configMap, testPod, workload, writeObjects } from '../../helm/testing/sample-objects'

/*
 * The kubeconfig is replaced in the middle of a change: the same context, another server. The change has to reach the cluster
 * that was confirmed, and the other one must not even be asked.
 */

const real = inject('kubeconfig')
const helms = inject('helms')
const patience = { timeout: 40_000, interval: 50 }

/** When the kubeconfig is replaced. */
const moments = ['the request has come', 'it was written down', 'helm runs'] as const
type Moment = (typeof moments)[number]

describe.each([3, 4] as const)('a kubeconfig that is replaced during a change of helm %i', (major) => {
  const namespace = `right-${major}`
  const folder = temporaryFolder()
  const file = join(folder.path, 'config')
  const context = readKubeconfig(real)['current-context']
  const asked: string[] = []
  const labs: ChangeLab[] = []
  let other: TlsListener
  let store: KubeconfigStore

  const open = (after?: ChangeLab): ChangeLab => {
    const lab = openChangeLab({ helmPath: helms[major], kubeconfig: file, context, ...(after && { after }) })
    labs.push(lab)
    return lab
  }
  const putReal = (): void => writeFileSync(file, readFileSync(real))
  const putOther = (): void => {
    const cluster = { server: other.server, 'certificate-authority-data': other.caData }
    writeFileSync(file, kubeconfigText({ [context]: { cluster, user: { token: 'x' } } }, context))
  }
  const bind = async (): Promise<ClusterTarget> => {
    putReal()
    await store.load()
    return store.bind(context)
  }

  beforeAll(async () => {
    other = await listenTls((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"kind":"Status","code":404}')
    })
    store = createKubeconfigStore({
      env: { KUBECONFIG: file },
      homeDir: folder.path,
      settings: { get: () => ({}), set: () => undefined },
      log: { warn: () => undefined },
    })
  })
  afterAll(async () => {
    store.dispose()
    for (const lab of labs) await lab.dispose()
    await other.close()
    folder.remove()
  })

  /** Does a change, with the swap at one moment of it. */
  const changeWith = async (lab: ChangeLab, change: Change, moment: Moment): Promise<void> => {
    const target = await bind()
    const done = lab.start(change, target)
    if (moment === 'the request has come') putOther()
    else if (moment === 'it was written down') {
      await vi.waitFor(() => expect(lab.reportedOf(change.name).at(-1)?.endedAt).toBeNull(), patience)
      putOther()
    } else {
      const before = lab.processes.length
      await vi.waitFor(() => expect(lab.processes.length).toBeGreaterThan(before), patience)
      putOther()
    }
    await done
  }

  it.each(moments)('reaches the confirmed cluster and no other, for every verb, when %s', async (moment) => {
    const lab = open()
    const name = `web-${moments.indexOf(moment)}`
    const target = await bind()
    const chart = writeObjects(lab.dir, name, [configMap(name), testPod(`${name}-test`)])
    const release = { name, namespace, timeout_seconds: 60 }
    const kept = { keep_chart: true, accept_incomplete_chart: true } as const
    const changes: readonly Change[] = [
      { verb: 'install', ...release, chart, create_namespace: true },
      { verb: 'upgrade', ...release, chart, values: 'greeting: again' },
      { verb: 'upgrade', ...release, chart: 'the same', ...kept, values: 'greeting: once more' },
      { verb: 'rollback', ...release, revision: 1 },
      { verb: 'test', ...release },
      { verb: 'uninstall', ...release },
    ]
    const statuses: string[] = []
    for (const change of changes) {
      await changeWith(lab, change, moment)
      statuses.push(lab.reportedOf(name).at(-1)?.status.phase ?? '')
    }
    expect(statuses).toEqual(changes.map(() => 'done'))
    expect(asked).toEqual([])
    const secrets = (await lab.client(target).get(`/api/v1/namespaces/${namespace}/secrets`)) as { items: unknown[] }
    expect(secrets.items).toEqual([])
    // What helm was given to read went with its run.
    expect(readdirSync(lab.runRoot)).toEqual([])
  })

  const slow = { 'wheelhouse.dev/ready-after': '5s' }
  const begun = async (lab: ChangeLab, name: string): Promise<void> => {
    const chart = writeObjects(lab.dir, name, [workload('Deployment', name, { annotations: slow })])
    const change: Change = { verb: 'install', name, namespace, chart, create_namespace: true }
    void lab.start(change, await bind()).catch(() => undefined)
    await vi.waitFor(() => expect(lab.phasesOf(name)).toContain('waiting'), patience)
  }
  const endOf = async (lab: ChangeLab, name: string): Promise<unknown> => {
    const last = (): unknown => lab.reportedOf(name).at(-1)
    await vi.waitFor(() => expect(last()).toMatchObject({ endedAt: expect.any(String) as unknown }), patience)
    return last()
  }

  it('is followed to its end on the confirmed cluster after the app was killed', async () => {
    const first = open()
    await begun(first, 'followed')
    const id = first.operations.list()[0]?.id ?? ''
    const copy = join(first.runRoot, `wheelhouse-run-${id}`, kubeconfigFile)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    first.crash()
    putOther()
    const second = open(first)
    expect(await endOf(second, 'followed')).toMatchObject({ status: { phase: 'done' }, objects: [{ state: 'ready' }] })
    expect(asked).toEqual([])
    await vi.waitFor(() => expect(readdirSync(first.runRoot).join(' ')).not.toContain(id), patience)
  })

  it('says how it ended there when helm has ended, too', async () => {
    const first = open()
    await begun(first, 'ended')
    first.crash()
    await first.processes.at(-1)?.exited
    putOther()
    const second = open(first)
    expect(await endOf(second, 'ended')).toMatchObject({ status: { phase: 'done' }, recovered: true })
    expect(asked).toEqual([])
  })

  it('says how it ended where the copy leads nowhere any more, by the kubeconfig as it is now', async () => {
    const first = open()
    await begun(first, 'moved')
    const id = first.operations.list()[0]?.id ?? ''
    first.crash()
    await first.processes.at(-1)?.exited
    const copy = join(first.runRoot, `wheelhouse-run-${id}`, kubeconfigFile)
    const server = store.state().contexts[0]?.server ?? '?'
    writeFileSync(copy, readFileSync(copy, 'utf8').replace(server, `https://127.0.0.1:${await closedPort()}`))
    const second = open(first)
    expect(await endOf(second, 'moved')).toMatchObject({ status: { phase: 'done' }, recovered: true })
  })

  it('says that it does not know, and which cluster it was, where nothing leads there any more', async () => {
    const first = open()
    await begun(first, 'unknown')
    const id = first.operations.list()[0]?.id ?? ''
    first.crash()
    await first.processes.at(-1)?.exited
    rmSync(join(first.runRoot, `wheelhouse-run-${id}`, kubeconfigFile))
    putOther()
    const second = open(first)
    const server = store.state().contexts[0]?.server ?? '?'
    expect(await endOf(second, 'unknown')).toMatchObject({
      status: {
        phase: 'failed',
        error: {
          code: 'cluster-changed',
          message: 'How the install of "unknown" ended is unknown.',
          cause: expect.stringContaining(server) as unknown,
        },
      },
    })
    // It was asked who it is, and nothing else.
    expect(new Set(asked)).toEqual(new Set(['GET /api/v1/namespaces/kube-system']))
    asked.length = 0
  })
})
