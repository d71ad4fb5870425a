import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppFailure } from '@shared/errors'
import { createApiClient } from './api-client'
import { readPin } from './credentials'
import { closedPort, json, listen } from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import { startProxy, type ConnectProxy } from './testing/connect-proxy'
import { writeTarget } from './testing/kubeconfig'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

const serve: ClientLab['serve'] = (answer) => lab.serve(answer)
const clientOf: ClientLab['clientOf'] = (entries, deps) => lab.clientOf(entries, deps)

describe('proxies', () => {
  async function proxyTo(port: () => number): Promise<ConnectProxy> {
    const proxy = await startProxy(port)
    lab.keep(proxy)
    return proxy
  }

  it("go by the cluster's proxy-url, loopback or not, and keep the connection", async () => {
    const { server, caData, port } = await serve((_request, response) => json(response, 200, 'there'))
    const { url, asked } = await proxyTo(() => port)
    const client = clientOf({ cluster: { server, 'certificate-authority-data': caData, 'proxy-url': url } })
    expect(await client.get('/')).toBe('there')
    expect(await client.get('/')).toBe('there')
    expect(asked).toEqual([`localhost:${port}`])
  })

  it('go by HTTPS_PROXY, which resolves the name', async () => {
    const { caData, port } = await serve((_request, response) => json(response, 200, 'there'))
    const { url, asked } = await proxyTo(() => port)
    const cluster = {
      server: 'https://cluster.test:6443',
      'certificate-authority-data': caData,
      'tls-server-name': 'localhost',
    }
    expect(await clientOf({ cluster }, { env: { HTTPS_PROXY: url } }).get('/')).toBe('there')
    expect(asked).toEqual(['cluster.test:6443'])
  })

  it('that are not there are unreachable', async () => {
    const cluster = { server: 'https://cluster.test', 'proxy-url': `http://localhost:${await closedPort()}` }
    await expect(clientOf({ cluster }).get('/')).rejects.toMatchObject({
      error: {
        code: 'cluster-unreachable',
        message: expect.stringMatching(/^Can't reach the proxy /) as unknown,
      },
    })
  })

  it.each(['http://a b', 'ftp://proxy.test', 'http://'])(
    'whose address is %s are refused, in words',
    async (address) => {
      const client = clientOf({ cluster: { server: 'https://cluster.test' } }, { env: { HTTPS_PROXY: address } })
      await expect(client.get('/')).rejects.toMatchObject({
        error: {
          code: 'cluster-unreachable',
          cause: expect.stringMatching(/^HTTPS_PROXY or HTTP_PROXY must be/) as unknown,
        },
      })
    },
  )

  it.each([
    [407, /requires a sign-in/],
    [403, /doesn't allow connections/],
    [502, /couldn't connect to the cluster/],
  ])('that answer %i are told from the cluster, for calls and for streams', async (status, words) => {
    const proxy = await listen(
      createServer().on('connect', (_request, socket) => {
        socket.on('error', () => undefined)
        socket.write(`HTTP/1.1 ${status} No\r\n\r\n`)
      }),
    )
    lab.keep(proxy)
    const address = `http://ann:top-secret@localhost:${proxy.port}`
    const client = clientOf({ cluster: { server: 'https://cluster.test', 'proxy-url': address } })
    const calls = [
      client.get('/'),
      client.stream('/', { accept: 'application/json', kind: 'watch', signal: new AbortController().signal }),
    ]
    // Together: either may fail first.
    const failures = await Promise.all(calls.map((call) => call.catch((thrown: unknown) => thrown)))
    for (const { error } of failures as AppFailure[]) {
      expect(error).toMatchObject({ code: 'cluster-unreachable', message: expect.stringMatching(words) as unknown })
      expect(error.message).toContain(`http://localhost:${proxy.port} `)
      expect(JSON.stringify(error)).not.toContain('top-secret')
    }
  })
})

describe('a file that turns bad while its cluster is followed', () => {
  it('is used as it was, credentials and connection, until it is good again', async () => {
    const ports = new Set<number | undefined>()
    const { server, caData } = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      json(response, 200, request.headers.authorization)
    })
    const cluster = { server, 'certificate-authority-data': caData }
    const client = clientOf({ cluster, user: { token: 'one' } })
    const file = join(lab.folder, 'config')
    expect(await client.get('/')).toBe('Bearer one')
    for (const bad of ['contexts: [', 'clusters: 5', '']) {
      writeFileSync(file, bad)
      expect(await client.get('/')).toBe('Bearer one')
    }
    rmSync(file)
    expect(await client.get('/')).toBe('Bearer one')
    expect(ports.size).toBe(1)
    writeTarget(lab.folder, { cluster, user: { token: 'second' } })
    expect(await client.get('/')).toBe('Bearer second')
  })

  it('says what is wrong with it where it was never good', async () => {
    const target = writeTarget(lab.folder, {})
    writeFileSync(join(lab.folder, 'config'), 'contexts: [')
    await expect(createApiClient(target, { env: {} }).get('/')).rejects.toMatchObject({
      error: { code: 'kubeconfig-invalid', cause: 'A closing “]” is missing.' },
    })
  })
})

describe('a context that is not whole', () => {
  it.each([
    ['no such context', { contexts: [] }],
    ['no such cluster', { contexts: [{ name: 'test', context: { cluster: 'none' } }] }],
  ])('%s', async (_what, config) => {
    const target = writeTarget(lab.folder, {})
    writeFileSync(join(lab.folder, 'config'), JSON.stringify(config))
    await expect(createApiClient(target, { env: {} }).get('/')).rejects.toEqual(failsWith('context-missing'))
  })

  it('no such user: it is nobody, as for kubectl', async () => {
    const { server, caData } = await serve((request, response) =>
      json(response, 200, request.headers.authorization ?? 'nobody'),
    )
    const target = writeTarget(lab.folder, { cluster: { server, 'certificate-authority-data': caData } })
    const config = JSON.parse(readFileSync(join(lab.folder, 'config'), 'utf8')) as { users: unknown[] }
    writeFileSync(join(lab.folder, 'config'), JSON.stringify({ ...config, users: [] }))
    const client = createApiClient(target, { env: {} })
    lab.keep(client)
    expect(await client.get('/')).toBe('nobody')
  })

  it('an address that is none', async () => {
    await expect(clientOf({ cluster: { server: 'ftp://x' } }).get('/')).rejects.toEqual(failsWith('kubeconfig-invalid'))
  })
})

describe('a request for one identity', () => {
  it('is answered while the context means it, and refused as soon as the files lead elsewhere', async () => {
    const here = await serve((_request, response) => json(response, 200, 'here'))
    const there = await serve((_request, response) => json(response, 200, 'there'))
    const cluster = { server: here.server, 'certificate-authority-data': here.caData }
    const client = clientOf({ cluster, user: { token: 'one' } })
    const { identity } = await readPin(writeTarget(lab.folder, { cluster, user: { token: 'one' } }))
    expect(await client.get('/', { identity })).toBe('here')
    // A renewed token is no other user.
    writeTarget(lab.folder, { cluster, user: { token: 'renewed' } })
    expect(await client.get('/', { identity })).toBe('here')
    writeTarget(lab.folder, { cluster: { server: there.server, 'certificate-authority-data': there.caData } })
    await expect(client.get('/', { identity })).rejects.toMatchObject({ error: { code: 'cluster-changed' } })
    const watch = { accept: 'application/json', kind: 'watch', signal: new AbortController().signal, identity } as const
    await expect(client.stream('/', watch)).rejects.toMatchObject({ error: { code: 'cluster-changed' } })
    expect(await client.get('/')).toBe('there')
  })
})
