import { describe, expect, it } from 'vitest'
import { proxyFromEnv } from './proxy'

describe('the proxy from the environment', () => {
  const env = { HTTPS_PROXY: 'http://proxy:3128', http_proxy: 'plain:80' }

  it('goes by the scheme, in upper or lower case, with or without http://', () => {
    expect(proxyFromEnv('https://cluster.test', env)).toBe('http://proxy:3128')
    expect(proxyFromEnv('http://cluster.test', env)).toBe('http://plain:80')
    expect(proxyFromEnv('https://cluster.test', {})).toBeUndefined()
  })

  it.each(['https://localhost:6443', 'https://127.0.0.1', 'https://127.8.8.8', 'https://[::1]:6443'])(
    'is never used for loopback: %s',
    (server) => {
      expect(proxyFromEnv(server, env)).toBeUndefined()
    },
  )

  it.each([
    ['*', 'https://a.test', true],
    ['a.test', 'https://a.test', true],
    ['a.test', 'https://b.a.test', true],
    ['a.test', 'https://ba.test', false],
    ['.a.test', 'https://b.a.test', true],
    ['.a.test', 'https://a.test', false],
    ['*.a.test', 'https://b.a.test', true],
    ['a.test:6443', 'https://a.test:6443', true],
    ['a.test:6443', 'https://a.test', false],
    ['a.test:443', 'https://a.test', true],
    ['x, A.TEST ,y', 'https://a.test', true],
    ['10.0.0.0/8', 'https://10.1.2.3:6443', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['fd00::1', 'https://[fd00::1]:6443', true],
    ['', 'https://a.test', false],
  ])('NO_PROXY=%s leaves it out for %s: %s', (noProxy, server, direct) => {
    expect(proxyFromEnv(server, { ...env, NO_PROXY: noProxy }) === undefined).toBe(direct)
  })
})
