import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newAuthority } from '../../e2e/cluster/certificates.mjs'
import { createApiClientPool } from './api-client'
import { httpStatusOf } from './errors'
import {
  closedPort,
  json,
  listenPlain,
  listenSilently,
  localhostAuthority,
  statusObject,
  toBase64,
} from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import { kubeconfigText, writeTarget } from './testing/kubeconfig'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

const serve: ClientLab['serve'] = (answer) => lab.serve(answer)
const clientOf: ClientLab['clientOf'] = (entries, deps) => lab.clientOf(entries, deps)
const clientOfAnswer: ClientLab['clientOfAnswer'] = (answer, user, deps) => lab.clientOfAnswer(answer, user, deps)

describe('a call that works', () => {
  it('carries the token, the media type, the path below a prefix, and asks for gzip', async () => {
    const seen: Pick<IncomingMessage, 'url' | 'headers'>[] = []
    const { server, caData } = await serve((request, response) => {
      seen.push({ url: request.url, headers: request.headers })
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"kind":"Namespace"}'))
    })
    const cluster = { server: `${server}/k8s/c-1/`, 'certificate-authority-data': caData }
    const client = clientOf({ cluster, user: { token: 'secret', as: 'ann', 'as-groups': ['a', 'b'] } })
    expect(await client.get('/api/v1/namespaces?limit=1', { accept: 'application/json;x=y' })).toEqual({
      kind: 'Namespace',
    })
    expect(seen[0]?.url).toBe('/k8s/c-1/api/v1/namespaces?limit=1')
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      accept: 'application/json;x=y',
      'accept-encoding': 'gzip',
      'impersonate-user': 'ann',
      'impersonate-group': 'a, b',
    })
  })

  it.each([
    ['PUT', { kind: 'Secret' }, undefined, '{"kind":"Secret"}', 'application/json'],
    ['POST', { kind: 'Secret' }, undefined, '{"kind":"Secret"}', 'application/json'],
    ['PATCH', { data: null }, 'application/merge-patch+json', '{"data":null}', 'application/merge-patch+json'],
    ['PATCH', { data: {} }, 'application/apply-patch+yaml', '{"data":{}}', 'application/apply-patch+yaml'],
    ['DELETE', { preconditions: { uid: 'u' } }, undefined, '{"preconditions":{"uid":"u"}}', 'application/json'],
    ['DELETE', undefined, undefined, '', undefined],
  ] as const)('sends a %s with %j as %s', async (method, body, contentType, text, type) => {
    const seen: { method: string | undefined; type: string | undefined; text: string }[] = []
    const client = await clientOfAnswer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        const { method, headers } = request
        seen.push({ method, type: headers['content-type'], text: Buffer.concat(pieces).toString() })
        json(response, 201, { kind: 'Status', status: 'Success' })
      })
    })
    expect(
      await client.send(method, '/api/v1/namespaces/a/secrets/b', body, { ...(contentType && { contentType }) }),
    ).toEqual({
      kind: 'Status',
      status: 'Success',
    })
    expect(seen).toEqual([{ method, type, text }])
  })

  it('tells that a precondition does not hold', async () => {
    const client = await clientOfAnswer((_request, response) =>
      json(response, 409, statusObject(409, 'the UID is another')),
    )
    const failure: unknown = await client.send('DELETE', '/a', {}).catch((thrown: unknown) => thrown)
    expect(httpStatusOf(failure)).toBe(409)
  })

  it('keeps its connection for the next one', async () => {
    const ports = new Set<number | undefined>()
    const client = await clientOfAnswer((request, response) => {
      ports.add(request.socket.remotePort)
      json(response, 200, {})
    })
    for (let call = 0; call < 5; call++) await client.get('/version')
    expect(ports.size).toBe(1)
  })

  it('reads the authority from a file beside the kubeconfig and the token from a file', async () => {
    const { server } = await serve((request, response) => json(response, 200, request.headers.authorization))
    writeFileSync(join(lab.folder, 'ca.crt'), localhostAuthority.certificate)
    writeFileSync(join(lab.folder, 'token'), 'from-file\n')
    const client = clientOf({
      cluster: { server, 'certificate-authority': 'ca.crt' },
      user: { tokenFile: 'token', token: 'no' },
    })
    expect(await client.get('/')).toBe('Bearer from-file')
  })

  it('verifies the name that the kubeconfig gives, and nothing when told so', async () => {
    const { port, caData } = await serve((_request, response) => json(response, 200, 'there'))
    const byAddress = { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': caData }
    await expect(clientOf({ cluster: byAddress }).get('/')).rejects.toEqual(failsWith('cluster-certificate'))
    expect(await clientOf({ cluster: { ...byAddress, 'tls-server-name': 'localhost' } }).get('/')).toBe('there')
    const insecure = { server: byAddress.server, 'insecure-skip-tls-verify': true }
    expect(await clientOf({ cluster: insecure }).get('/')).toBe('there')
  })

  it('signs in with a user name and a password', async () => {
    const client = await clientOfAnswer((request, response) => json(response, 200, request.headers.authorization), {
      username: 'u',
      password: 'p',
    })
    expect(await client.get('/')).toBe(`Basic ${toBase64('u:p')}`)
  })

  it.each(['http://localhost:', 'localhost:'])(
    'speaks plain http with %s and sends no credentials, as kubectl',
    async (at) => {
      const seen: IncomingMessage['headers'][] = []
      const listener = await listenPlain((request, response) => {
        seen.push(request.headers)
        json(response, 200, {})
      })
      lab.keep(listener)
      const user = { token: 'secret', as: 'ann' }
      await clientOf({ cluster: { server: `${at}${listener.port}` }, user }).get('/')
      expect(seen).toEqual([expect.objectContaining({ 'impersonate-user': 'ann' })])
      expect(seen[0]).not.toHaveProperty('authorization')
    },
  )

  it('follows the kubeconfig: a new token counts from the next call on', async () => {
    const { server, caData } = await serve((request, response) => json(response, 200, request.headers.authorization))
    const cluster = { server, 'certificate-authority-data': caData }
    const client = clientOf({ cluster, user: { token: 'one' } })
    expect(await client.get('/')).toBe('Bearer one')
    writeTarget(lab.folder, { cluster, user: { token: 'second' } })
    expect(await client.get('/')).toBe('Bearer second')
  })
})

describe('an answer that is a refusal', () => {
  it.each([
    [401, 'Unauthorized', 'cluster-unauthorised'],
    [403, 'secrets is forbidden: User "ann" cannot list resource "secrets"', 'forbidden'],
    [403, 'forbidden: User "system:anonymous" cannot get path "/api"', 'cluster-unauthorised'],
    [404, 'the server could not find the requested resource', 'api-missing'],
    [429, 'storage is (re)initializing', 'throttled'],
    [500, 'etcdserver: request timed out', 'cluster-unreachable'],
    [503, 'no endpoints', 'cluster-unreachable'],
  ])('%i %s is %s', async (status, message, code) => {
    const client = await clientOfAnswer((_request, response) => json(response, status, statusObject(status, message)))
    const failure: unknown = await client.get('/').catch((error: unknown) => error)
    expect(failure).toEqual(failsWith(code))
    expect(failure).toMatchObject({ error: { detail: expect.stringContaining(message) as unknown }, cause: { status } })
  })

  it('tells the sentence of the server and how long to wait', async () => {
    const forbidden = await clientOfAnswer((_request, response) =>
      json(response, 403, statusObject(403, 'no secrets for ann')),
    )
    await expect(forbidden.get('/')).rejects.toMatchObject({ error: { cause: 'no secrets for ann' } })
    const busy = await clientOfAnswer((_request, response) => json(response, 429, {}, { 'Retry-After': '3' }))
    await expect(busy.get('/')).rejects.toMatchObject({ cause: { retryAfterMs: 3000 } })
  })

  it.each([
    ['a page', 200, '<!doctype html><title>Sign in</title>'],
    ['a redirect', 302, ''],
  ])('%s is not Kubernetes', async (_what, status, body) => {
    const client = await clientOfAnswer((_request, response) => {
      response.writeHead(status, { Location: 'https://login.test' }).end(body)
    })
    await expect(client.get('/')).rejects.toMatchObject({
      error: {
        code: 'cluster-unreachable',
        message: expect.stringContaining("doesn't respond like a Kubernetes") as unknown,
      },
    })
  })

  it('is cut off when it is too large, even when it is small on the way', async () => {
    const giant = await clientOfAnswer((_request, response) => streamForEver(response), {}, { maxBytes: 1_000_000 })
    await expect(giant.get('/')).rejects.toEqual(failsWith('output-too-large'))
    const packed = gzipSync(JSON.stringify('x'.repeat(5_000_000)))
    const bomb = await clientOfAnswer(
      (_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed),
      {},
      { maxBytes: 1_000_000 },
    )
    await expect(bomb.get('/')).rejects.toEqual(failsWith('output-too-large'))
  })

  it('is a lost connection when it breaks off, or its gzip is none', async () => {
    const cut = await clientOfAnswer((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{"a":')
      setImmediate(() => response.destroy())
    })
    await expect(cut.get('/')).rejects.toEqual(failsWith('cluster-unreachable'))
    const garbled = await clientOfAnswer((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{}'),
    )
    await expect(garbled.get('/')).rejects.toEqual(failsWith('cluster-unreachable'))
  })

  function streamForEver(response: ServerResponse): void {
    response.writeHead(200)
    const chunk = 'x'.repeat(65_536)
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    more()
  }
})

describe('no answer', () => {
  it('from a closed port is unreachable', async () => {
    const client = clientOf({ cluster: { server: `https://localhost:${await closedPort()}` } })
    await expect(client.get('/')).rejects.toMatchObject({
      error: { code: 'cluster-unreachable', cause: expect.stringContaining('Nothing listens') as unknown },
    })
  })

  it('from a silent listener ends with the time limit', async () => {
    const listener = await listenSilently()
    lab.keep(listener)
    const client = clientOf({ cluster: { server: `https://localhost:${listener.port}` } })
    const startedAt = Date.now()
    await expect(client.get('/', { timeoutMs: 300 })).rejects.toMatchObject({
      error: { code: 'cluster-unreachable', cause: expect.stringContaining('0.3 seconds') as unknown },
    })
    expect(Date.now() - startedAt).toBeLessThan(3_000)
  })

  it('after half an answer ends with the time limit', async () => {
    const client = await clientOfAnswer((_request, response) => void response.writeHead(200).write('{'))
    await expect(client.get('/', { timeoutMs: 300 })).rejects.toEqual(failsWith('cluster-unreachable'))
  })

  it('is cancelled when the caller no longer wants it, before and during the call', async () => {
    const client = await clientOfAnswer(() => undefined)
    await expect(client.get('/', { signal: AbortSignal.abort() })).rejects.toEqual(failsWith('cancelled'))
    const abort = new AbortController()
    const call = client.get('/', { signal: abort.signal })
    setImmediate(() => abort.abort())
    await expect(call).rejects.toEqual(failsWith('cancelled'))
  })
})

describe('certificates', () => {
  it('of an authority that the kubeconfig does not name are not trusted', async () => {
    const { server } = await serve((_request, response) => json(response, 200, {}))
    const stranger = toBase64(newAuthority('stranger').certificate)
    for (const cluster of [{ server }, { server, 'certificate-authority-data': stranger }]) {
      await expect(clientOf({ cluster }).get('/')).rejects.toEqual(failsWith('cluster-certificate'))
    }
  })

  it('that are none are told as such', async () => {
    const { server, caData } = await serve((_request, response) => json(response, 200, {}))
    const broken = toBase64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    const user = { 'client-certificate-data': broken, 'client-key-data': broken }
    const client = clientOf({ cluster: { server, 'certificate-authority-data': caData }, user })
    await expect(client.get('/')).rejects.toEqual(failsWith('kubeconfig-invalid'))
  })

  it('whose file is missing are told as such', async () => {
    const client = clientOf({ cluster: { server: 'https://localhost:1', 'certificate-authority': 'none.crt' } })
    await expect(client.get('/')).rejects.toMatchObject({
      error: { code: 'kubeconfig-invalid', cause: expect.stringContaining('none.crt') as unknown },
    })
  })
})

describe('the pool', () => {
  it('gives equal targets one client, and makes room by ending the one used longest ago', () => {
    const file = join(lab.folder, 'config')
    writeFileSync(file, kubeconfigText({}))
    const pool = createApiClientPool({ env: {} })
    const target = (context: string): Parameters<typeof pool.clientFor>[0] => ({
      context,
      kubeconfigFiles: [file],
      helmEnv: {},
    })
    const first = pool.clientFor(target('first'))
    expect(pool.clientFor({ ...target('first') })).toBe(first)
    expect(pool.clientFor(target('other'))).not.toBe(first)
    for (let n = 0; n < 95; n++) pool.clientFor(target(`more-${n}`))
    expect(pool.clientFor(target('first'))).not.toBe(first)
    pool.dispose()
  })
})
