import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { brokenContexts } from '../../../e2e/cluster/broken-contexts.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace, rules } from '../../../e2e/cluster/users.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import type { Change } from '../request/change'
import { openChangeLab, type ChangeLab } from '../testing/change-lab'
import { configMap, testPod, writeObjects } from '../../helm/testing/sample-objects'

const namespace = 'changes-rights'
const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-rights-'))
const kubeconfig = join(dir, 'config')
let closeContexts: () => Promise<void>

/** Makes release Secrets, but may not change them again. */
const createOnly = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['*'] },
]

beforeAll(async () => {
  const cluster = { ...inject('clusterKeys'), kubeconfig: inject('kubeconfig') }
  const broken = await brokenContexts({ cluster, path: kubeconfig, namespace })
  closeContexts = broken.close
  const config = readKubeconfig(kubeconfig)
  const [good] = config.clusters
  if (good === undefined) throw new Error('no cluster')
  for (const [user, granted] of [
    ['create-only', createOnly],
    ['records-only', rules.recordsOnly],
    ['no-deletes', [...rules.recordsOnly, ...rules.readOnly]],
  ] as const) {
    await grantInNamespace(cluster.kubeconfig, { user, namespace, rules: [...granted] })
    addContext(config, user, { cluster: good.cluster, user: certificateUser(cluster.pki, user) })
  }
  writeKubeconfig(kubeconfig, config)
})

afterAll(async () => {
  await closeContexts()
  await rm(dir, { recursive: true, force: true })
})

describe.each([3, 4] as const)('changes with helm %i by users with limited rights', (major) => {
  let lab: ChangeLab
  let chart: string

  beforeAll(() => {
    lab = openChangeLab({ helmPath: inject('helms')[major], kubeconfig, context: 'good' })
    chart = writeObjects(lab.dir, 'rights', [configMap(`rights-${major}`)])
  })
  afterAll(() => lab.dispose())

  const install = (name: string): Change => {
    return { verb: 'install', name: `${name}-${major}`, namespace, chart, timeout_seconds: 20 }
  }

  it.each([
    ['forbidden', 'forbidden', 0],
    ['no-secrets', 'forbidden', 0],
    ['bad-token', 'cluster-unauthorised', 0],
    ['closed-port', 'cluster-unreachable', 0],
    ['read-only', 'forbidden', 1],
  ] as const)('%s: %s, %i helm runs, nothing stored', async (context, code, starts) => {
    const before = lab.started.length
    expect(await lab.failureOf(install(context), targetOf(kubeconfig, context))).toMatchObject({ code })
    expect(lab.started.length - before).toBe(starts)
    expect(await lab.revisions(namespace, `${context}-${major}`)).toEqual([])
  })

  it('does not believe a helm that ends well although the release is not stored as deployed', async () => {
    const error = await lab.failureOf(install('unsealed'), targetOf(kubeconfig, 'create-only'))
    expect(error).toMatchObject({ code: 'helm-failed' })
    expect(error.cause).toContain('Revision 1 is stored as pending-install')
  })
  const version = async (name: string): Promise<unknown> => {
    const map = await lab.client().get(`/api/v1/namespaces/${namespace}/configmaps/${name}-map`)
    return (map as { data: { version: string } }).data.version
  }

  it('says what helm cannot know: whether objects are gone that may not be read', async () => {
    const name = `unseen-${major}`
    const place = { name, namespace, timeout_seconds: 20 }
    const path = writeObjects(lab.dir, name, [configMap(`${name}-map`, { version: '1.0.0' })])
    await lab.start({ verb: 'install', ...place, chart: path })
    const uninstall = { verb: 'uninstall', ...place } as const
    const target = targetOf(kubeconfig, 'records-only')
    if (major === 3) expect(await lab.failureOf(uninstall, target)).toMatchObject({ code: 'forbidden' })
    else {
      await lab.start(uninstall, target)
      expect(lab.reportedOf(name).at(-1)?.status).toEqual({ phase: 'done' })
      expect(lab.reportedOf(name).at(-1)?.remains?.join()).toContain(
        `It is unknown whether ConfigMap ${name}-map is gone`,
      )
    }
    expect(await version(name)).toBe('1.0.0')
  })

  it.each([
    ['upgrade', 'read-only', 'forbidden', ['deployed']],
    ['upgrade', 'records-only', 'forbidden', ['deployed', 'failed']],
    ['rollback', 'read-only', 'forbidden', ['superseded', 'deployed']],
    ['rollback', 'records-only', 'forbidden', ['superseded', 'superseded', 'failed']],
    // helm tells only in its debug lines why it could not delete.
    ['uninstall', 'read-only', 'forbidden', ['deployed']],
    ['uninstall', 'no-deletes', 'forbidden', ['uninstalling']],
    ['test', 'read-only', 'forbidden', ['deployed']],
    ['test', 'records-only', 'forbidden', ['deployed']],
  ] as const)('%s by %s: %s, told with what is stored now: %s', async (verb, context, code, statuses) => {
    const name = `${context}-${verb}-${major}`
    const place = { name, namespace, timeout_seconds: 20 }
    const made = (version: string): string => {
      const objects = [configMap(`${name}-map`, { version }), testPod(`${name}-try`)]
      return writeObjects(lab.dir, name, objects, version)
    }
    await lab.start({ verb: 'install', ...place, chart: made('1.0.0') })
    if (verb === 'rollback') await lab.start({ verb: 'upgrade', ...place, chart: made('2.0.0'), values: '' })
    const [begun, before] = [lab.started.length, await version(name)]
    const changes: Readonly<Record<typeof verb, Change>> = {
      upgrade: { verb: 'upgrade', ...place, chart: made('3.0.0'), values: '' },
      rollback: { verb: 'rollback', ...place, revision: 1 },
      uninstall: { verb: 'uninstall', ...place },
      test: { verb: 'test', ...place },
    }
    const error = await lab.failureOf(changes[verb], targetOf(kubeconfig, context))
    expect(error).toMatchObject({ code })
    expect(lab.reportedOf(name).at(-1)).toMatchObject({ verb, context, status: { phase: 'failed', error } })
    expect(lab.started.length - begun).toBe(1)
    const marks = await lab.revisions(namespace, name)
    expect(marks.map(({ status }) => status)).toEqual(statuses)
    // What they have no right to was not touched.
    expect(await version(name)).toBe(before)
    const last = statuses.at(-1)
    if (last === 'failed') expect(error.cause).toContain(`Revision ${statuses.length} is stored as failed`)
    if (last === 'uninstalling') {
      expect(error.actions[0]).toBe('repair')
      expect(error.message).toBe(`You may not delete configmaps in the namespace "${namespace}".`)
      expect(error.cause).toMatch(/The release is now uninstalling\.$/)
      expect(lab.reportedOf(name).at(-1)?.objects).toMatchObject([{ name: `${name}-map`, refused: true }])
    }
  })
})
