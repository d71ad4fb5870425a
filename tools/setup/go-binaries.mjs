import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { requireSpace } from '../lib/files.mjs'
import { installFolder, looksInstalled } from '../lib/install-folder.mjs'
import { executableName, projectRoot } from '../lib/paths.mjs'
import { UserError } from '../lib/user-error.mjs'
import { VERSIONS } from './official-sources.mjs'

/**
 * @typedef {object} Build one `go build` in one Go module
 * @property {string} name
 * @property {string} module its folder
 * @property {string[]} packages
 * @property {string} ldflags
 * @property {Record<string, string>} files program → what Go names the file
 */

const CLUSTER = join(projectRoot, 'e2e', 'cluster')

const [kubeMajor = '', kubeMinor = ''] = VERSIONS.kubernetes.split('.')
/** Without these the API server calls itself v0.0.0-master, and charts that ask for a version refuse to install. */
const KUBERNETES_FLAGS = [
  `gitVersion=v${VERSIONS.kubernetes}`,
  `gitMajor=${kubeMajor}`,
  `gitMinor=${kubeMinor}`,
  'gitTreeState=clean',
]
  .map((setting) => `-X k8s.io/component-base/version.${setting}`)
  .join(' ')

/** @type {Build} */
export const CONTROL_PLANE = {
  name: 'control-plane',
  module: CLUSTER,
  // One command for all six: what they share is compiled once.
  packages: [
    'k8s.io/kubernetes/cmd/kube-apiserver',
    'k8s.io/kubernetes/cmd/kube-controller-manager',
    'k8s.io/kubernetes/cmd/kube-scheduler',
    'sigs.k8s.io/kwok/cmd/kwok',
    'sigs.k8s.io/kwok/cmd/kwokctl',
    'go.etcd.io/etcd/server/v3',
  ],
  ldflags: `-s -w ${KUBERNETES_FLAGS}`,
  files: {
    etcd: 'server',
    'kube-apiserver': 'kube-apiserver',
    'kube-controller-manager': 'kube-controller-manager',
    'kube-scheduler': 'kube-scheduler',
    kwok: 'kwok',
    kwokctl: 'kwokctl',
  },
}

/** @type {Record<3 | 4, Build>} */
export const HELMS = { 3: helmBuild(3, VERSIONS.helm[3]), 4: helmBuild(4, VERSIONS.helm[4]) }

/**
 * @typedef {object} BuildOptions
 * @property {string} cache the set-up's cache folder
 * @property {AbortSignal | undefined} [signal]
 * @property {((progress: { fraction?: number | undefined, note?: string | undefined }) => void) | undefined} [onProgress]
 * @property {string} [refused] why the official download failed, where there is one
 */

/**
 * @param {3 | 4} major
 * @param {string} version
 * @returns {Build}
 */
function helmBuild(major, version) {
  return {
    name: `helm-${version}`,
    module: join(CLUSTER, `helm${major}`),
    packages: [`helm.sh/helm/v${major}/cmd/helm`],
    ldflags: `-s -w -X helm.sh/helm/v${major}/internal/version.version=v${version}`,
    files: { helm: 'helm' },
  }
}

/**
 * @param {Build} build
 * @param {string} cache
 * @returns {Record<string, string> | undefined} program → absolute path; undefined where not built; builds nothing
 */
export function locateBuild(build, cache) {
  const target = targetFolder(build, cache)
  const files = Object.keys(build.files).map(executableName)
  return looksInstalled(target, files) ? pathsIn(target, build) : undefined
}

/**
 * Builds programs from their Go modules, once: on two cores and from nothing the control plane takes about five minutes,
 * a helm about two.
 * @param {Build} build
 * @param {BuildOptions} options
 * @returns {Promise<Record<string, string>>} absolute paths; rejects with a UserError where Go is missing or the build fails
 */
export async function ensureBuild(build, { onProgress, signal, cache, refused = '' }) {
  const target = targetFolder(build, cache)
  await installFolder({
    target,
    files: Object.keys(build.files).map(executableName),
    build: async (folder) => {
      await requireGo({ cwd: build.module, signal }, refused)
      await compile(build, folder, join(cache, 'logs', `go-${build.name}.log`), onProgress, signal)
    },
    signal,
    onWait: (pid) => onProgress?.({ note: `waiting for process ${pid}, which is at it` }),
  })
  return pathsIn(target, build)
}

/**
 * @param {string} target
 * @param {Build} build
 */
function pathsIn(target, build) {
  return Object.fromEntries(Object.keys(build.files).map((name) => [name, join(target, executableName(name))]))
}

/**
 * The key is what decides the outcome: the pinned modules, the packages and the flags.
 * @param {Build} build
 * @param {string} cache
 */
function targetFolder(build, cache) {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(build.module, file)))
  hash.update(JSON.stringify([build.packages, build.ldflags, build.files]))
  return join(cache, 'go', `${build.name}-${hash.digest('hex').slice(0, 12)}`)
}

/**
 * @param {Build} build
 * @param {string} folder
 * @param {string} log
 * @param {BuildOptions['onProgress']} onProgress
 * @param {AbortSignal | undefined} signal
 */
async function compile(build, folder, log, onProgress, signal) {
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' }
  const options = { cwd: build.module, env, signal }
  // Go's own build cache takes the larger part of it.
  await requireSpace(folder, 4_000e6, `The build of ${build.name}`)
  onProgress?.({ note: 'fetching Go modules' })
  const list = await run('go', ['list', '-deps', ...build.packages], { ...options, log })
  if (list.code !== 0) throw goError(build, list.tail, log)
  const total = list.stdout.trim().split('\n').length
  let compiled = 0
  const result = await run(
    'go',
    ['build', '-v', '-trimpath', '-ldflags', build.ldflags, '-o', `${folder}/`, ...build.packages],
    {
      ...options,
      log,
      onLine: () => {
        compiled += 1
        // -v names each package as it is compiled; what Go still had is not named, so this can only be too low. Linking comes last.
        onProgress?.({
          fraction: Math.min(0.95, (0.95 * compiled) / total),
          note: `${compiled} of at most ${total} packages`,
        })
      },
    },
  )
  if (result.code !== 0) throw goError(build, result.tail, log)
  for (const [name, made] of Object.entries(build.files)) {
    if (name !== made) await rename(join(folder, executableName(made)), join(folder, executableName(name)))
  }
}

/**
 * @param {import('../lib/child.mjs').RunOptions} options
 * @param {string} refused why the official download failed; '' where there is none
 */
async function requireGo(options, refused) {
  const env = { ...process.env, GOTOOLCHAIN: 'local' }
  const result = await run('go', ['env', 'GOVERSION'], { ...options, env }).catch((/** @type {unknown} */ error) => {
    options.signal?.throwIfAborted()
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  const version = result?.stdout.trim() ?? ''
  const [major = 0, minor = 0] = /^go(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? []
  if (major > 1 || (major === 1 && minor >= 26)) return
  const official = refused === '' ? '' : `its official download failed (${refused}), and `
  throw new UserError(
    'The local control plane could not be set up',
    official + (version === '' ? 'Go is not installed' : `to build it takes Go 1.26 or newer, and this is ${version}`),
    'Install Go 1.26 or newer from https://go.dev/dl and run the command again; only the tests and the demo need it.',
  )
}

/**
 * @param {Build} build
 * @param {string} tail
 * @param {string} log
 */
function goError(build, tail, log) {
  const offline = /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect/.test(tail)
  return new UserError(
    `The build of ${build.name} failed`,
    offline ? 'the Go modules could not be fetched' : 'go build ended with an error',
    offline
      ? 'Check the network or the GOPROXY setting, and run the command again.'
      : `Read the end of its log below, or all of it in ${log}.`,
    tail,
  )
}
