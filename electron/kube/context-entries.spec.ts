import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toAppError, type AppError } from '@shared/errors'
import { newAuthority } from '../../e2e/cluster/certificates.mjs'
import { usableEntries, type ContextEntries } from './context-entries'
import { parseKubeconfig } from './kubeconfig-files'
import { listContexts, mergeKubeconfigs } from './merge'
import { pinOf } from './pin'
import { toBase64 } from './testing/api-server'
import { kubeconfigText, temporaryFolder, type Entries } from './testing/kubeconfig'

let folder: ReturnType<typeof temporaryFolder>
const [own, other] = [newAuthority('own'), newAuthority('other')]
const ca = { 'certificate-authority-data': toBase64(own.certificate) }
const certificate = { 'client-certificate-data': toBase64(own.certificate) }
const key = { 'client-key-data': toBase64(own.privateKey) }
const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sign-in', interactiveMode: 'Never' }

beforeAll(() => {
  folder = temporaryFolder()
  writeFileSync(join(folder.path, 'ca.crt'), own.certificate)
  writeFileSync(join(folder.path, 'text'), 'hello')
})
afterAll(() => folder.remove())

async function entriesOf(entries: Entries): Promise<ContextEntries> {
  const parsed = await parseKubeconfig(join(folder.path, 'config'), kubeconfigText({ a: entries }))
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed))
  const pin = pinOf(mergeKubeconfigs([parsed]), 'a')
  if (pin === null) throw new Error('it has no context')
  return usableEntries('a', pin)
}

async function refusalOf(entries: Entries): Promise<AppError> {
  return entriesOf(entries).then(
    () => {
      throw new Error('it was taken')
    },
    (thrown: unknown) => toAppError(thrown),
  )
}

describe('a context that client-go refuses says why', () => {
  it.each<[string, Entries, RegExp, string]>([
    [
      'a CA that is not to be checked',
      { cluster: { ...ca, 'insecure-skip-tls-verify': true } },
      /insecure-skip-tls-verify/,
      'with the insecure flag',
    ],
    [
      'two CAs',
      { cluster: { ...ca, 'certificate-authority': 'ca.crt' } },
      /both certificate-authority and/,
      'are both specified',
    ],
    [
      'a CA that is missing',
      { cluster: { 'certificate-authority': 'none' } },
      /none, the certificate-authority of "a": there is no such file/,
      'unable to read certificate-authority',
    ],
    [
      'a CA that is none',
      { cluster: { 'certificate-authority': 'text' } },
      /certificate-authority of the cluster "a" holds no certificate: .*PEM/,
      'unable to parse bytes as PEM',
    ],
    [
      'a CA that is a key',
      { cluster: { 'certificate-authority-data': toBase64(own.privateKey) } },
      /holds no certificate\.$/,
      'no valid certificate authority',
    ],
    ['no server', { cluster: { server: '' } }, /"a" has no server address/, 'no server found'],
    ['a server with a space', { cluster: { server: 'https://x .test' } }, /has a space in it/, 'host must be a URL'],
    [
      'a server of another kind',
      { cluster: { server: 'ftp://x.test' } },
      /must start with https:/,
      'unsupported protocol scheme',
    ],
    ['a path without https', { cluster: { server: 'x.test:1/a' } }, /has a path/, 'host must be a URL'],
    ['a proxy of another kind', { cluster: { 'proxy-url': 'ftp://p' } }, /proxy-url of the cluster "a"/, 'proxy-url'],
    ['a certificate without a key', { user: certificate }, /no client-key/, 'must be specified'],
    [
      'two certificates',
      { user: { ...certificate, ...key, 'client-certificate': 'none' } },
      /both client-certificate and .*none, the client-certificate/,
      'client-cert',
    ],
    ['two keys', { user: { ...certificate, ...key, 'client-key': 'none' } }, /both client-key and/, 'client-key'],
    [
      'a key of another certificate',
      { user: { ...certificate, 'client-key-data': toBase64(other.privateKey) } },
      /key doesn't match/,
      'private key does not match',
    ],
    [
      'a key that is none',
      { user: { ...certificate, 'client-key-data': toBase64('x') } },
      /key holds no private key/,
      'PEM data in key',
    ],
    [
      'a certificate that is none',
      { user: { 'client-certificate-data': toBase64('x'), ...key } },
      /holds no certificate in PEM/,
      'PEM data in certificate',
    ],
    [
      'a token and a password',
      { user: { token: 't', username: 'u', password: 'p' } },
      /both a token and a user name/,
      'more than one authentication',
    ],
    [
      'a token file and a user name',
      { user: { tokenFile: 'text', username: 'u' } },
      /both a token and a user name/,
      'but not both',
    ],
    ['a token file that is missing', { user: { tokenFile: 'none' } }, /none, the tokenFile of "a"/, 'unable to read'],
    [
      'exec without interactiveMode',
      { user: { exec: { ...exec, interactiveMode: undefined } } },
      /without interactiveMode/,
      'interactiveMode must be specified',
    ],
    [
      'exec with another interactiveMode',
      { user: { exec: { ...exec, interactiveMode: 'never' } } },
      /"never".*Never, IfAvailable or Always/,
      'invalid interactiveMode',
    ],
    [
      'exec without apiVersion',
      { user: { exec: { ...exec, apiVersion: undefined } } },
      /without an apiVersion/,
      'apiVersion must be specified',
    ],
    [
      'exec of an old apiVersion',
      { user: { exec: { ...exec, apiVersion: 'client.authentication.k8s.io/v1alpha1' } } },
      /v1alpha1"/,
      'invalid apiVersion',
    ],
    [
      'exec without a command',
      { user: { exec: { ...exec, command: undefined } } },
      /without a command/,
      'command must be specified',
    ],
    [
      'exec with a nameless variable',
      { user: { exec: { ...exec, env: [{ value: 'x' }] } } },
      /has no name/,
      'env variable name',
    ],
    [
      'exec and auth-provider',
      { user: { exec, 'auth-provider': { name: 'oidc' } } },
      /both auth-provider and exec/,
      'in combination with an exec',
    ],
    [
      'a provider that is gone',
      { user: { 'auth-provider': { name: 'gcp' } } },
      /gke-gcloud-auth-plugin/,
      'has been removed',
    ],
    [
      'a provider that nobody knows',
      { user: { 'auth-provider': { name: 'mine' } } },
      /"mine", which kubectl and helm don't know/,
      'no Auth Provider',
    ],
    [
      'oidc without an issuer',
      { user: { 'auth-provider': { name: 'oidc' } } },
      /without idp-issuer-url/,
      'Must provide',
    ],
    ['a uid without a user', { user: { 'as-uid': '1' } }, /"as" names no user/, 'without impersonating'],
  ])('%s', async (_what, entries, words, raw) => {
    const error = await refusalOf(entries)
    expect(error).toMatchObject({ code: 'kubeconfig-invalid', message: 'The context "a" can\'t be used.' })
    expect(error.cause).toMatch(words)
    expect(error.detail).toContain(raw)
  })

  it('and tells all reasons at once, but no secret', async () => {
    const error = await refusalOf({ user: { token: 'top-secret', password: 'top-secret', 'as-uid': '1' } })
    expect(error.cause).toMatch(/both a token.*names no user/)
    expect(JSON.stringify(error)).not.toContain('top-secret')
  })
})

describe('a context that client-go takes', () => {
  it.each<[string, Entries]>([
    [
      'a v1beta1 plugin without interactiveMode',
      { user: { exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'x' } } },
    ],
    ['a CA among other text', { cluster: { 'certificate-authority-data': toBase64(`text\n${own.certificate}text`) } }],
    ['no check without a CA', { cluster: { 'insecure-skip-tls-verify': true } }],
    ['a key without a certificate', { user: { 'client-key': 'none' } }],
    ['a token with a token file that is missing', { user: { token: 't', tokenFile: 'none' } }],
    [
      'plain http, whatever the credentials',
      {
        cluster: { server: 'localhost:1', ...ca, 'insecure-skip-tls-verify': true },
        user: { tokenFile: 'none', username: 'u' },
      },
    ],
  ])('%s', async (_what, entries) => {
    await expect(entriesOf(entries)).resolves.toMatchObject({ place: { context: 'a' } })
  })

  it.each([
    ['host:1', 'http://host:1'],
    ['HTTPS://host', 'https://host'],
    ['https://host/a/b/', 'https://host/a/b'],
    ['https://host?x=1', 'https://host'],
  ])('%s is %s', async (server, url) => {
    expect((await entriesOf({ cluster: { server } })).place.server).toBe(url)
  })

  it('signs in with a login in the address, which is never shown', async () => {
    const server = 'https://ann:top%20secret@host:1/a'
    const entries = await entriesOf({ cluster: { server }, user: { token: 't' } })
    expect(entries.place.server).toBe('https://host:1/a')
    expect(entries.user).toMatchObject({ username: 'ann', password: 'top secret', token: undefined })
    const refusal = await refusalOf({ cluster: { server: 'https://ann:top-secret@ho st' } })
    expect(JSON.stringify(refusal)).not.toContain('top-secret')
    const parsed = await parseKubeconfig('/config', kubeconfigText({ a: { cluster: { server } } }))
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed))
    expect(await listContexts(mergeKubeconfigs([parsed]))).toMatchObject([{ server: 'https://host:1/a' }])
  })

  it('asks its plugin only where the user has no credentials of its own', async () => {
    expect((await entriesOf({ user: { exec } })).user.exec).toMatchObject({ command: 'sign-in' })
    for (const user of [{ token: 't' }, { username: 'u' }, { ...certificate, ...key }]) {
      expect((await entriesOf({ user: { exec, ...user } })).user.exec).toBeUndefined()
    }
  })
})
