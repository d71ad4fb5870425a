import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, ensureNamespace, grantInNamespace, rules } from '../../e2e/cluster/users.mjs'
import { reviewAccess } from './access-review'
import { createApiClientPool, type ApiClient, type ApiStream } from './api-client'
import { temporaryFolder } from './testing/kubeconfig'
import { relayTo, type TcpRelay } from './testing/tcp-relay'

const namespace = 'stream-spec'
const secrets = `/api/v1/namespaces/${namespace}/secrets`
const never = new AbortController().signal

const folder = temporaryFolder()
const kubeconfig = join(folder.path, 'config')
const pool = createApiClientPool({ env: process.env })
const admin = connect(inject('kubeconfig'))
let relay: TcpRelay

beforeAll(async () => {
  const { pki } = inject('clusterKeys')
  const config = readKubeconfig(inject('kubeconfig'))
  const [cluster] = config.clusters
  const [user] = config.users
  if (!cluster || !user) throw new Error('no cluster')
  await ensureNamespace(admin, namespace)
  const { hostname, port } = new URL(cluster.cluster.server)
  relay = await relayTo(Number(port), hostname)
  addContext(config, 'admin', { cluster: cluster.cluster, user: user.user })
  // `localhost` because that is where the relay listens; the server's certificate has that name too.
  const relayed = { ...cluster.cluster, server: `https://localhost:${relay.port}` }
  addContext(config, 'relayed', { cluster: relayed, user: user.user })
  for (const [name, granted] of Object.entries({ reader: rules.readOnly, 'no-secrets': rules.noSecrets })) {
    const limited = `stream-${name}`
    await grantInNamespace(inject('kubeconfig'), { user: limited, namespace, rules: granted })
    addContext(config, name, { cluster: cluster.cluster, user: certificateUser(pki, limited) })
  }
  writeKubeconfig(kubeconfig, config)
})

afterAll(async () => {
  await admin.send('DELETE', secrets)
  admin.close()
  pool.dispose()
  await relay.close()
  folder.remove()
})

function clientOf(context: string): ApiClient {
  return pool.clientFor({ context, kubeconfigFiles: [kubeconfig], helmEnv: {} })
}

async function createSecret(name: string, release: string): Promise<void> {
  const labels = { owner: 'helm', name }
  await admin.call('POST', secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    data: { release: Buffer.from(release).toString('base64') },
  })
}

async function firstLine({ chunks }: ApiStream): Promise<unknown> {
  let text = ''
  for await (const chunk of chunks) {
    text += chunk.toString('utf8')
    if (text.includes('\n')) break
  }
  return JSON.parse(text.slice(0, text.indexOf('\n')))
}

describe('streams of a real cluster', () => {
  it('tell of a new Secret, without its data', async () => {
    const client = clientOf('admin')
    const listed = await client.read(`${secrets}?limit=1`)
    const { metadata } = listed.value as { metadata: { resourceVersion: string } }
    expect(Math.abs((listed.date ?? 0) - Date.now())).toBeLessThan(60_000)
    const query = `watch=1&resourceVersion=${metadata.resourceVersion}&labelSelector=owner%3Dhelm`
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'
    const stream = await client.stream(`${secrets}?${query}`, { accept, signal: never, kind: 'watch' })
    expect(stream.isHttp2).toBe(true)
    expect(await client.ping(10_000)).toBe(true)
    await createSecret('watched', 'x')
    const event = await firstLine(stream)
    expect(event).toMatchObject({
      type: 'ADDED',
      object: { kind: 'PartialObjectMetadata', metadata: { name: 'watched' } },
    })
    expect(event).not.toHaveProperty('object.data')
  })

  it('of which only the front is wanted transfer little more', async () => {
    const reads = 20
    await createSecret('large', 'x'.repeat(300_000))
    const client = clientOf('relayed')
    const front = { accept: 'application/vnd.kubernetes.protobuf', signal: never, kind: 'front' } as const
    for (let n = 0; n < reads; n++) {
      const stream = await client.stream(`${secrets}/large`, front)
      expect(stream.isHttp2).toBe(true)
      let size = 0
      for await (const chunk of stream.chunks) {
        size += chunk.length
        if (size >= 4_096) break
      }
    }
    expect(await client.ping(10_000)).toBe(true)
    expect(relay.opened()).toBe(1)
    expect(relay.received()).toBeLessThan(reads * 2 * 8_192)
  })

  it('are refused in the words of the server', async () => {
    const request = { accept: 'application/json', signal: never, kind: 'watch' } as const
    await expect(clientOf('no-secrets').stream(`${secrets}?watch=1`, request)).rejects.toMatchObject({
      error: { code: 'forbidden', cause: expect.stringContaining('cannot watch resource "secrets"') as unknown },
    })
  })
})

describe('what a real cluster allows', () => {
  const all = { install: '', upgrade: '', rollback: '', uninstall: '' }
  const missing = (verb: string): unknown => expect.stringContaining(`You may not ${verb} secrets in ${namespace}`)

  it('an admin, is everything', async () => {
    expect(await reviewAccess(clientOf('admin'), namespace, 'secrets')).toEqual(all)
    expect(await reviewAccess(clientOf('admin'), 'not-there-yet', 'configmaps')).toEqual(all)
  })

  it.each(['reader', 'no-secrets'])('somebody with limited rights (%s), is no change', async (context) => {
    expect(await reviewAccess(clientOf(context), namespace, 'secrets')).toEqual({
      install: missing('create'),
      upgrade: missing('create'),
      rollback: missing('create'),
      uninstall: missing('update'),
    })
  })

  it('somebody who may write elsewhere, differs by the storage', async () => {
    expect(await reviewAccess(clientOf('no-secrets'), namespace, 'configmaps')).toEqual(all)
  })
})
