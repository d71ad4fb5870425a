import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import type { Change } from '../request/change'
import { configMap, writeObjects } from '../../helm/testing/sample-objects'
import { openRepairLab } from './testing/repair-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
/** A record whose payload is no release: JSON that ends after its first name. */
const cutOff = base64(base64(gzipSync('{"half":')))

describe.each([3, 4] as const)('a release whose newest record is damaged, with helm %i', (major) => {
  const namespace = `damaged-${major}`
  const lab = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace })
  const cluster = connect(kubeconfig)
  afterAll(async () => {
    cluster.close()
    await lab.dispose()
  })
  const at = (name: string) => ({ name, namespace })
  const chart = (name: string, version: string): string =>
    writeObjects(lab.dir, name, [configMap(`${name}-map`, { version })], version)
  const install = (name: string): Change => {
    return { verb: 'install', ...at(name), chart: chart(name, '1.0.0'), create_namespace: true }
  }
  const upgrade = (name: string): Change => ({
    verb: 'upgrade',
    ...at(name),
    chart: chart(name, '2.0.0'),
    values: 'a: 1',
  })
  const addRecord = (name: string, revision: number, status: string, release: string): Promise<unknown> =>
    cluster.call('POST', `/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: {
        name: `sh.helm.release.v1.${name}.v${revision}`,
        labels: { owner: 'helm', name, status, version: String(revision) },
      },
      data: { release },
    })

  it('is refused before helm starts, repaired, and changed as if nothing had been', async () => {
    const name = 'cut'
    await lab.run(install(name))
    await addRecord(name, 2, 'deployed', cutOff)
    const started = lab.app.started.length
    const changes: Change[] = [
      upgrade(name),
      { verb: 'rollback', ...at(name), revision: 1 },
      { verb: 'uninstall', ...at(name) },
      { verb: 'test', ...at(name) },
      install(name),
    ]
    for (const change of changes) {
      expect(await lab.app.failureOf(change), change.verb).toMatchObject({
        code: 'record-damaged',
        message: 'The record of revision 2 of "cut" is damaged: it holds no release, or is cut off.',
        actions: ['repair'],
      })
    }
    expect(lab.app.started).toHaveLength(started)
    // What helm would have said, which is not the reason.
    await expect(lab.run(upgrade(name))).rejects.toThrow()

    const before = await lab.records(name)
    const diagnosis = await lab.repair(name, 'remove-damaged-record')
    expect(diagnosis.explanation).toContain('The record of revision 2 of "cut" is damaged')
    expect(diagnosis.choices).toMatchObject([{ action: 'remove-damaged-record', recommended: true, command: [] }])
    expect(await lab.statuses(name)).toEqual(['deployed'])
    expect(lab.operationOn(name)).toMatchObject({ verb: 'repair', status: { phase: 'done' } })
    await lab.app.start(upgrade(name))
    expect(await lab.statuses(name)).toEqual(['superseded', 'deployed'])

    const target = { context, kubeconfigFiles: [], helmEnv: {} }
    const [backup] = await lab.repairs.listBackups(target, { namespace, name })
    expect(backup).toMatchObject({ action: 'remove-damaged-record', revisions: [1, 2] })
    await lab.repairs.restore({ backupId: backup?.id ?? '', allowPlain: false })
    expect(await lab.records(name)).toEqual(before)
  })

  it('goes back over several, to a revision that is superseded, which helm then upgrades', async () => {
    const name = 'many'
    await lab.run(install(name))
    await lab.run(upgrade(name))
    await cluster.call('DELETE', `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.${name}.v2`)
    await addRecord(name, 2, 'deployed', base64(''))
    await addRecord(name, 3, 'pending-upgrade', cutOff)
    await lab.repair(name, 'remove-damaged-record')
    expect(await lab.statuses(name)).toEqual(['superseded'])
    await lab.app.start(upgrade(name))
    expect((await lab.statuses(name)).at(-1)).toBe('deployed')
  })

  it('is forgotten where that is its only record', async () => {
    await addRecord('lone', 1, 'deployed', cutOff)
    expect(await lab.app.failureOf(install('lone'))).toMatchObject({ code: 'record-damaged' })
    await lab.repair('lone', 'remove-damaged-record')
    await lab.app.start(install('lone'))
    expect(await lab.statuses('lone')).toEqual(['deployed'])
  })

  it('says so of the revision that a rollback goes to', async () => {
    const name = 'old'
    await lab.run(install(name))
    await lab.run(upgrade(name))
    await cluster.call('DELETE', `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.${name}.v1`)
    await addRecord(name, 1, 'superseded', cutOff)
    const error = await lab.app.failureOf({ verb: 'rollback', ...at(name), revision: 1 })
    expect(error).toMatchObject({ code: 'record-damaged', actions: [] })
    expect(error.message).toContain('revision 1 of "old"')
    expect((await lab.diagnose(name)).choices).toEqual([])
  })
})
