import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { toAppError } from '@shared/errors'
import { newAuthority } from '../../e2e/cluster/certificates.mjs'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { createApiClient } from './api-client'
import { toBase64 } from './testing/api-server'
import { temporaryFolder } from './testing/kubeconfig'

const execute = promisify(execFile)

/** What the app says of kubeconfigs beside what helm says of them, on a real API server. */
let folder: ReturnType<typeof temporaryFolder>
let good: Parts

interface Parts {
  readonly server: string
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

beforeAll(() => {
  folder = temporaryFolder()
  good = goodParts()
  writeFileSync(join(folder.path, 'ca.crt'), Buffer.from(good.ca, 'base64'))
  writeFileSync(join(folder.path, 'text'), 'hello')
  writeFileSync(join(folder.path, 'client.crt'), Buffer.from(good.certificate, 'base64'))
  writeFileSync(join(folder.path, 'client.key'), Buffer.from(good.key, 'base64'))
})
afterAll(() => folder.remove())

function goodParts(): Parts {
  const config = readKubeconfig(inject('kubeconfig'))
  const [cluster, user] = [config.clusters[0]?.cluster, config.users[0]?.user]
  const ca = cluster?.['certificate-authority-data']
  const [certificate, key] = [user?.['client-certificate-data'], user?.['client-key-data']]
  if (!cluster || !ca || !certificate || !key) throw new Error("the control plane's kubeconfig has no certificates")
  return { server: cluster.server, ca, certificate, key }
}

interface Request {
  readonly cluster?: string
  readonly user?: string
  readonly context?: string
  readonly name?: string
}

/** A kubeconfig in which `(S)`, `(CA)`, `(CERT)` and `(KEY)` stand for the good parts. */
function textOf({
  cluster = '(S), (CA)',
  user = '(CERT), (KEY)',
  context = 'cluster: a, user: a',
  name = 'a',
}: Request): string {
  const text = `apiVersion: v1
kind: Config
clusters:
- name: a
  cluster: {${cluster}}
users:
- name: a
  user: {${user}}
contexts:
- name: ${name}
  context: {${context}}
current-context: ${name}
`
  return filled(text)
}

function filled(text: string): string {
  return text
    .replaceAll('(S)', () => `server: "${good.server}"`)
    .replaceAll('(CA)', () => `certificate-authority-data: ${good.ca}`)
    .replaceAll('(CERT)', () => `client-certificate-data: ${good.certificate}`)
    .replaceAll('(KEY)', () => `client-key-data: ${good.key}`)
}

interface Verdict {
  readonly helm3: boolean
  readonly helm4: boolean
  /** '' where the cluster answered. */
  readonly app: string
}

/** @param context the one to use, where it is not `a` */
async function verdictOn(text: string, context = 'a'): Promise<Verdict> {
  const file = join(folder.path, `config-${Math.random().toString(36).slice(2)}`)
  writeFileSync(file, text)
  const helms = inject('helms')
  const [helm3, helm4, app] = await Promise.all([
    helmTakes(helms[3], file, context),
    helmTakes(helms[4], file, context),
    ask(file, context),
  ])
  return { helm3, helm4, app }
}

async function helmTakes(helm: string, kubeconfig: string, context: string): Promise<boolean> {
  const home = Object.fromEntries(
    ['CACHE', 'CONFIG', 'DATA'].map((kind) => [`HELM_${kind}_HOME`, join(folder.path, kind)]),
  )
  const env = { PATH: process.env['PATH'], HOME: folder.path, ...home, KUBECONFIG: kubeconfig }
  return execute(helm, ['list', '--kube-context', context, '-n', 'default'], { env, timeout: 60_000 }).then(
    () => true,
    () => false,
  )
}

async function ask(kubeconfig: string, context: string): Promise<string> {
  const client = createApiClient({ context, kubeconfigFiles: [kubeconfig], helmEnv: {} }, { env: {} })
  try {
    await client.get('/api/v1/namespaces/default/secrets?limit=1', { timeoutMs: 60_000 })
    return ''
  } catch (thrown) {
    return toAppError(thrown).code
  } finally {
    client.dispose()
  }
}

const taken: Verdict = { helm3: true, helm4: true, app: '' }
const refused: Verdict = { helm3: false, helm4: false, app: 'kubeconfig-invalid' }
const v1 = 'apiVersion: client.authentication.k8s.io/v1'
const plugin = "command: sh, args: ['-c', 'exit 1']"
const stranger = newAuthority('stranger')

describe('helm and the app take the same contexts', { timeout: 120_000 }, () => {
  it.each<[string, Request]>([
    ['the usual', {}],
    ['an authority in a file', { cluster: '(S), certificate-authority: ca.crt' }],
    ['no check', { cluster: '(S), insecure-skip-tls-verify: true' }],
    ['no check, said in YAML 1.1', { cluster: '(S), insecure-skip-tls-verify: yes' }],
    ['certificates in files', { user: 'client-certificate: client.crt, client-key: client.key' }],
    ['a certificate here, its key in a file', { user: '(CERT), client-key: client.key' }],
    ['an exec plugin that is not asked', { user: `(CERT), (KEY), exec: {${v1}, ${plugin}, interactiveMode: Never}` }],
    ['fields that nobody knows', { cluster: '(S), (CA), Server: 5, colour: [1]', user: '(CERT), (KEY), Token: {}' }],
    ['a name that looks like a date', { name: '2024-01-01' }],
    ['a name that looks like a version', { name: '1.30.2' }],
    ['a name in quotes', { name: '"on"' }],
    ['nulls', { cluster: '(S), (CA), proxy-url: null', user: '(CERT), (KEY), exec: null, token: ~' }],
    ['a namespace that is none', { context: 'cluster: a, user: a, namespace: Not_One' }],
  ])('%s', async (_what, request) => {
    const name = (request.name ?? 'a').replaceAll('"', '')
    expect(await verdictOn(textOf(request), name)).toEqual(taken)
  })

  it.each<[string, (usual: string) => string]>([
    ['a second document', (usual) => `${usual}---\n`],
    ['a second document that is damaged', (usual) => `${usual}---\nclusters: [\n`],
    ['equal keys, the last one right', (usual) => `current-context: b\n${usual}`],
    ['a merge', (usual) => `x: &x {(S), (CA)}\n${usual.replace(/cluster: \{server[^}]*\}/, 'cluster: {<<: *x}')}`],
    [
      'a merge that overrides',
      (usual) => `x: &x {(S)}\n${usual.replace(/server: "[^"]*"(.*)\}/, 'server: "https://127.0.0.1:1"$1, <<: *x}')}`,
    ],
    ['brackets that end at the beginning of a line', (usual) => `${usual}x: {a: 1,\n}\n`],
    ['no kind and no version', (usual) => usual.replace(/^apiVersion.*\nkind.*\n/, '')],
    ['Windows’ line ends', (usual) => usual.replaceAll('\n', '\r\n')],
    ['a byte order mark', (usual) => `\ufeff${usual}`],
    [
      'unused entries that are no use',
      (usual) => usual.replace('users:\n', 'users:\n- name: b\n  user: {exec: {}, as-uid: x}\n'),
    ],
  ])('written with %s', async (_what, change) => {
    expect(await verdictOn(filled(change(textOf({}))))).toEqual(taken)
  })
})

describe('helm and the app refuse the same contexts', { timeout: 120_000 }, () => {
  it.each<[string, Request]>([
    ['an authority and no check', { cluster: '(S), (CA), insecure-skip-tls-verify: true' }],
    [
      'an authority in a file and no check',
      { cluster: '(S), certificate-authority: ca.crt, insecure-skip-tls-verify: true' },
    ],
    ['two authorities', { cluster: '(S), (CA), certificate-authority: ca.crt' }],
    ['an authority that is missing', { cluster: '(S), certificate-authority: none' }],
    ['an authority that is none', { cluster: '(S), certificate-authority: text' }],
    ['an authority that is not PEM', { cluster: '(S), certificate-authority-data: aGVsbG8=' }],
    ['a server with a space', { cluster: 'server: "https://127.0.0.1 :1", (CA)' }],
    ['a proxy of another kind', { cluster: '(S), (CA), proxy-url: "ftp://127.0.0.1:1"' }],
    ['a certificate twice', { user: '(CERT), (KEY), client-certificate: none' }],
    ['a key twice', { user: '(CERT), (KEY), client-key: client.key' }],
    ['no key', { user: '(CERT)' }],
    ["a stranger's key", { user: `(CERT), client-key-data: ${toBase64(stranger.privateKey)}` }],
    ['a key that is none', { user: '(CERT), client-key-data: aGVsbG8=' }],
    ['a certificate that is missing', { user: 'client-certificate: none, client-key: client.key' }],
    ['a token and a password', { user: 'token: a, username: b, password: c' }],
    ['a token file that is missing', { user: 'tokenFile: none' }],
    ['exec without interactiveMode', { user: `exec: {${v1}, ${plugin}}` }],
    ['exec with an unknown interactiveMode', { user: `exec: {${v1}, ${plugin}, interactiveMode: never}` }],
    ['exec without apiVersion', { user: `exec: {${plugin}, interactiveMode: Never}` }],
    ['exec of an unknown version', { user: `exec: {apiVersion: client.authentication.k8s.io/v1alpha1, ${plugin}}` }],
    ['exec without command', { user: `exec: {${v1}, interactiveMode: Never}` }],
    [
      'exec and auth-provider',
      { user: `exec: {${v1}, ${plugin}, interactiveMode: Never}, auth-provider: {name: oidc}` },
    ],
    ['a provider that is gone', { user: 'auth-provider: {name: azure}' }],
    ['a provider without its issuer', { user: 'auth-provider: {name: oidc}' }],
    ['groups without a user', { user: '(CERT), (KEY), as-groups: [a]' }],
  ])('%s', async (_what, request) => {
    expect(await verdictOn(textOf(request))).toEqual(refused)
  })
})

describe('helm and the app refuse the same files', { timeout: 120_000 }, () => {
  it.each<[string, (usual: string) => string]>([
    ['a name that is true in YAML 1.1', () => textOf({ name: 'on' })],
    ['a name that is a number', () => textOf({ name: '5' })],
    ['a token that is a number', () => textOf({ user: 'token: 12345' })],
    ['an authority that is not base64', () => textOf({ cluster: '(S), certificate-authority-data: "no base64!"' })],
    ['a flag in quotes', () => textOf({ cluster: '(S), insecure-skip-tls-verify: "true"' })],
    [
      'arguments that are no list',
      () => textOf({ user: `exec: {${v1}, command: a, args: b, interactiveMode: Never}` }),
    ],
    ['a list that is a mapping', (usual) => `${usual}clusters: {}\n`],
    ['a name twice', (usual) => usual.replace('users:\n', 'users:\n- name: a\n')],
    ['another kind', (usual) => usual.replace('kind: Config', 'kind: Pod')],
    ['another version', (usual) => usual.replace('apiVersion: v1', 'apiVersion: v2')],
    ['a bracket that is not closed', (usual) => `${usual}x: [\n`],
    ['a tab', (usual) => `${usual}x:\n\ty: 1\n`],
    ['an alias to nowhere', (usual) => `${usual}x: *y\n`],
    ['words', () => 'not a kubeconfig'],
  ])('%s', async (_what, change) => {
    expect(await verdictOn(change(textOf({})))).toEqual(refused)
  })
})
