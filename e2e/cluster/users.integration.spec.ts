import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { brokenContexts } from './broken-contexts.mjs'
import { connect } from './kube-client.mjs'
import { helm } from './spec-helm'
import { expiredToken, serviceAccountToken } from './users.mjs'

const namespace = 'users-spec'
const cluster = { kubeconfig: inject('kubeconfig'), ...inject('clusterKeys') }
const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-users-'))
const path = join(folder, 'kubeconfig')
let close: () => Promise<void> = () => Promise.resolve()
let names: string[] = []

beforeAll(async () => {
  const made = await brokenContexts({ cluster, path, namespace })
  close = made.close
  names = made.contexts
})
afterAll(async () => {
  await close()
  rmSync(folder, { recursive: true, force: true })
})

const everywhere = ['list', '-A']
const inside = ['list', '--namespace', namespace]
const unauthorized = 'the server has asked for the client to provide credentials'

/** context, helm's arguments, what stands in helm's error; null where helm succeeds */
const table: [string, string[], string | null][] = [
  ['good', everywhere, null],
  ['good-exec', inside, null],
  ['good-exec', everywhere, `User "system:serviceaccount:${namespace}:plugin" cannot list resource "secrets"`],
  ['namespace-only', inside, null],
  ['namespace-only', everywhere, 'cannot list resource "secrets" in API group "" at the cluster scope'],
  ['namespace-only', ['list', '-n', 'default'], 'in the namespace "default"'],
  [
    'no-secrets',
    inside,
    `User "no-secrets" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
  ],
  ['read-only', inside, null],
  ['read-only', ['rollback', 'none', '-n', namespace], 'not found'],
  ['forbidden', everywhere, 'User "nobody" cannot list resource "secrets"'],
  ['bad-token', everywhere, unauthorized],
  ['expired-token', everywhere, unauthorized],
  ['expired-certificate', everywhere, unauthorized],
  ['closed-port', everywhere, 'connection refused'],
  ['silent', everywhere, 'TLS handshake timeout'],
  ['wrong-ca', everywhere, 'certificate signed by unknown authority'],
  ['exec-missing', everywhere, 'executable wheelhouse-no-such-plugin not found'],
  ['exec-failing', everywhere, 'failed with exit code 3'],
]

describe.each([3, 4] as const)('contexts, as helm %i sees them', (major) => {
  it.each(table)('%s, helm %j', async (context, args, message) => {
    const { code, stderr } = await helm(major, [...args, '--kube-context', context], { kubeconfig: path })
    if (message === null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    else expect(stderr).toContain(message)
    expect(code).toBe(message === null ? 0 : 1)
  })
})

describe('brokenContexts', () => {
  it('has each of its contexts tried above', () => {
    expect(new Set(table.map(([context]) => context))).toEqual(new Set(names))
  })

  it('lets nobody write who may only read', async () => {
    const client = connect(path, { context: 'read-only' })
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }
    expect((await client.send('POST', `/api/v1/namespaces/${namespace}/secrets`, secret)).status).toBe(403)
    expect((await client.send('GET', `/api/v1/namespaces/${namespace}/secrets`)).status).toBe(200)
    client.close()
  })
})

interface Review {
  status: { authenticated?: boolean; error?: string; user?: { username?: string } }
}

describe('tokens', () => {
  async function review(token: string): Promise<Review['status']> {
    const client = connect(cluster.kubeconfig)
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } }
    const { status } = await client.call<Review>('POST', '/apis/authentication.k8s.io/v1/tokenreviews', body)
    client.close()
    return status
  }

  it('of a ServiceAccount are good', async () => {
    const token = await serviceAccountToken(cluster.kubeconfig, { namespace, name: 'robot' })
    expect(await review(token)).toMatchObject({
      authenticated: true,
      user: { username: `system:serviceaccount:${namespace}:robot` },
    })
  })

  it('that are expired are refused for that reason alone', async () => {
    const { authenticated, error } = await review(expiredToken(cluster.tokenKey))
    expect(authenticated ?? false).toBe(false)
    expect(error).toContain('expired')
  })
})
