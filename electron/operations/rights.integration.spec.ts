import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { brokenContexts } from '../../e2e/cluster/broken-contexts.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace } from '../../e2e/cluster/users.mjs'
import { targetOf } from '../helm/testing/real-helm'
import type { Change } from './change'
import { configMap, openChangeLab, writeObjects, type ChangeLab } from './testing/change-lab'

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
  await grantInNamespace(cluster.kubeconfig, { user: 'create-only', namespace, rules: createOnly })
  const config = readKubeconfig(kubeconfig)
  const [good] = config.clusters
  if (good === undefined) throw new Error('no cluster')
  addContext(config, 'create-only', { cluster: good.cluster, user: certificateUser(cluster.pki, 'create-only') })
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
    return { verb: 'install', release_name: `${name}-${major}`, namespace, chart, timeout_seconds: 20 }
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
})
