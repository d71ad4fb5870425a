import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './csp'
import { fileOf, serveApp } from './serve-app'

let folder = ''
let root = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-serve-'))
  root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(root, 'index.html'), '<p>ours</p>')
  await writeFile(join(root, 'assets', 'a b.js'), 'export {}')
  await writeFile(join(folder, 'secret.json'), '{"secret":1}')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const get = (url: string) => serveApp({ url, method: 'GET' }, root)

describe('serveApp', () => {
  it('serves the page at the root, with the CSP', async () => {
    const answer = await get('app://wheelhouse/')
    expect(await answer.text()).toBe('<p>ours</p>')
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('serves a script under its type, percent-encoding and all', async () => {
    const answer = await get('app://wheelhouse/assets/a%20b.js')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/javascript')
  })

  it.each([
    'app://wheelhouse/../secret.json',
    'app://wheelhouse/%2e%2e/secret.json',
    'app://wheelhouse/..%2fsecret.json',
    'app://wheelhouse/assets/..%5c..%5csecret.json',
    'app://wheelhouse//etc/passwd',
    'app://wheelhouse/%00.js',
    'app://wheelhouse/%zz.js',
    'app://elsewhere/index.html',
    'https://wheelhouse/index.html',
    'app://wheelhouse/missing.js',
    'app://wheelhouse/assets',
    'app://wheelhouse/assets/x.exe',
    'not a url',
  ])('gives 404 for %s', async (url) => {
    const answer = await get(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('Not found')
  })

  it('refuses any method but GET', async () => {
    expect((await serveApp({ url: 'app://wheelhouse/', method: 'POST' }, root)).status).toBe(405)
  })

  it('does not mistake a sibling folder with the same beginning for its own', () => {
    expect(fileOf('app://wheelhouse/..%2frenderer-x%2fa.js', root)).toBeNull()
  })

  it('allows no script from elsewhere, no eval and no frame in the policy', () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'/)
    expect(contentSecurityPolicy).toContain("script-src 'self';")
    expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*/)
  })
})
