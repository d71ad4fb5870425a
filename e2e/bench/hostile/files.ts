import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listenTls } from '../../../electron/kube/testing/api-server'
import { kubeconfigText, type Entries } from '../../../electron/kube/testing/kubeconfig'
import { context, type HostileEntry, type Outcome, type Prepared } from './entry'
import { answerWell } from './servers'

/** Makes a file that never ends, or is none, at a path. */
type MakeFile = (path: string) => void

const pipe: MakeFile = (path) => void execFileSync('mkfifo', [path])
const zeros: MakeFile = (path) => symlinkSync('/dev/zero', path)
const folder: MakeFile = (path) => mkdirSync(path)
/** Five gigabytes that take no place. */
const vast: MakeFile = (path) => {
  writeFileSync(path, '')
  truncateSync(path, 5 * 1024 ** 3)
}

/** A good server with a kubeconfig beside it, whose entries point to a hostile file. */
function besideGood(entriesOf: (path: string, dir: string) => Entries, make: MakeFile): HostileEntry['prepare'] {
  return async (dir) => {
    let requests = 0
    const { server, caData, close } = await listenTls((request, response) => {
      requests++
      answerWell(request, response)
    })
    const path = join(dir, 'hostile-file')
    make(path)
    const { cluster = {}, user = {} } = entriesOf(path, dir)
    const trust = 'certificate-authority' in cluster ? {} : { 'certificate-authority-data': caData }
    const entries = { cluster: { server, ...trust, ...cluster }, user }
    const file = join(dir, 'config')
    writeFileSync(file, kubeconfigText({ [context]: entries }, context))
    return { kubeconfigFiles: [file], context, requests: () => requests, close }
  }
}

/** Something else in the place of the kubeconfig itself. */
function asKubeconfig(make: MakeFile): HostileEntry['prepare'] {
  return (dir) => {
    const file = join(dir, 'config')
    make(file)
    const prepared: Prepared = {
      kubeconfigFiles: [file],
      context,
      requests: () => 0,
      close: () => Promise.resolve(),
    }
    return Promise.resolve(prepared)
  }
}

const refused = (words: RegExp): Outcome => ({ code: 'kubeconfig-invalid', words })
const notRegular = refused(/is not a regular file\./)
const data = Buffer.from('-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n').toString('base64')

const credentials: readonly HostileEntry[] = [
  {
    name: 'a certificate authority that is a pipe',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ cluster: { 'certificate-authority': path } }), pipe),
  },
  {
    name: 'a certificate authority that is /dev/zero',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ cluster: { 'certificate-authority': path } }), zeros),
  },
  {
    name: 'a certificate authority that is a folder',
    meets: 'connect',
    outcome: refused(/is a folder\./),
    prepare: besideGood((path) => ({ cluster: { 'certificate-authority': path } }), folder),
  },
  {
    name: 'a certificate authority of 5 GiB',
    meets: 'connect',
    outcome: refused(/is larger than 1 MiB\./),
    prepare: besideGood((path) => ({ cluster: { 'certificate-authority': path } }), vast),
  },
  {
    name: 'a client certificate that is a pipe',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ user: { 'client-certificate': path, 'client-key-data': data } }), pipe),
  },
  {
    name: 'a client key that is a pipe',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ user: { 'client-certificate-data': data, 'client-key': path } }), pipe),
  },
  {
    name: 'a client certificate of 5 GiB',
    meets: 'connect',
    outcome: refused(/is larger than 1 MiB\./),
    prepare: besideGood((path) => ({ user: { 'client-certificate': path, 'client-key-data': data } }), vast),
  },
  {
    name: 'a token file that is a pipe',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ user: { tokenFile: path } }), pipe),
  },
  {
    name: 'a token file that is /dev/zero',
    meets: 'connect',
    outcome: notRegular,
    prepare: besideGood((path) => ({ user: { tokenFile: path } }), zeros),
  },
  {
    name: 'a token file of 5 GiB',
    meets: 'connect',
    outcome: refused(/is larger than 1 MiB\./),
    prepare: besideGood((path) => ({ user: { tokenFile: path } }), vast),
  },
]

const oidc = { 'idp-issuer-url': 'https://localhost:9', 'client-id': 'wheelhouse' }

const providers: readonly HostileEntry[] = [
  {
    name: 'an auth-provider whose config names a pipe as its token file',
    meets: 'connect',
    outcome: { state: 'connected' },
    prepare: besideGood(
      (path) => ({ user: { 'auth-provider': { name: 'oidc', config: { ...oidc, tokenFile: path } } } }),
      pipe,
    ),
  },
  {
    name: 'an auth-provider that is to run a command through a shell',
    meets: 'connect',
    outcome: refused(/no longer have\. Use the exec plugin gke-gcloud-auth-plugin instead\./),
    prepare: besideGood(
      (path) => ({
        user: { 'auth-provider': { name: 'gcp', config: { 'cmd-path': path, 'cmd-args': '; sleep 60' } } },
      }),
      endlessProgram,
    ),
  },
  {
    name: 'an auth-provider of Azure',
    meets: 'connect',
    outcome: refused(/Use the exec plugin kubelogin instead\./),
    prepare: besideGood(() => ({ user: { 'auth-provider': { name: 'azure', config: {} } } }), folder),
  },
  {
    name: 'an exec plugin that never ends',
    meets: 'connect',
    timeoutMs: 1_500,
    outcome: { code: 'cluster-exec-plugin', words: /hasn't responded for 1\.5 seconds/ },
    prepare: besideGood((path) => ({ user: { exec: execOf(path) } }), endlessProgram),
  },
  {
    name: 'an exec plugin that prints for ever',
    meets: 'connect',
    outcome: { code: 'cluster-exec-plugin', words: /It printed too much\./ },
    prepare: besideGood(
      (path) => ({ user: { exec: execOf(path) } }),
      (path) => program(path, 'cat /dev/zero'),
    ),
  },
  {
    name: 'an exec plugin that is a pipe',
    meets: 'connect',
    outcome: { code: 'cluster-exec-plugin', words: /You may not run / },
    prepare: besideGood((path) => ({ user: { exec: execOf(path) } }), pipe),
  },
]

function execOf(command: string): object {
  return { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' }
}

function endlessProgram(path: string): void {
  program(path, 'exec sleep 600')
}

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o700)
}

/** How many contexts the largest kubeconfig has. */
const manyContexts = 20_000

const kubeconfigs: readonly HostileEntry[] = [
  { name: 'a kubeconfig that is a pipe', meets: 'contexts', outcome: notRegular, prepare: asKubeconfig(pipe) },
  { name: 'a kubeconfig that is /dev/zero', meets: 'contexts', outcome: notRegular, prepare: asKubeconfig(zeros) },
  {
    name: 'a kubeconfig that is a folder',
    meets: 'contexts',
    outcome: refused(/is a folder\./),
    prepare: asKubeconfig(folder),
  },
  {
    name: 'a kubeconfig of 5 GiB',
    meets: 'contexts',
    outcome: refused(/It is too large/),
    prepare: asKubeconfig(vast),
  },
  {
    name: 'a kubeconfig of brackets',
    meets: 'contexts',
    outcome: refused(/nested too deeply/),
    prepare: asKubeconfig((path) => writeFileSync(path, '['.repeat(100_000))),
  },
  {
    name: `a kubeconfig of ${manyContexts} contexts`,
    meets: 'contexts',
    outcome: { state: 'read' },
    prepare: asKubeconfig((path) => writeFileSync(path, yamlOf(manyContexts, 0))),
  },
  {
    name: 'a kubeconfig of 5 MB',
    meets: 'contexts',
    outcome: { state: 'read' },
    prepare: asKubeconfig((path) => writeFileSync(path, yamlOf(500, 10_000))),
  },
]

/** As tools write it. @param certificateLength of each user, in characters */
function yamlOf(count: number, certificateLength: number): string {
  const names = Array.from({ length: count }, (_, at) => (at === 0 ? context : `context-${at}`))
  const certificate = 'QUFB'.repeat(certificateLength / 4)
  return [
    `apiVersion: v1\nkind: Config\ncurrent-context: ${context}\nclusters:`,
    ...names.map((name) => `- name: ${name}\n  cluster:\n    server: https://${name}.test:6443`),
    'users:',
    ...names.map((name) => `- name: ${name}\n  user:\n    token: t\n    client-certificate-data: "${certificate}"`),
    'contexts:',
    ...names.map((name) => `- name: ${name}\n  context:\n    cluster: ${name}\n    user: ${name}`),
  ].join('\n')
}

/** Files that never answer, or have no end. None of them on Windows, where there are no such files. */
export const hostileFiles: readonly HostileEntry[] =
  process.platform === 'win32' ? [] : [...credentials, ...providers, ...kubeconfigs]
