import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kwokStages } from './kwok-stages.mjs'
import { freePorts } from './ports.mjs'
import { run } from './processes.mjs'

/**
 * @typedef {{
 *   etcd: string,
 *   'kube-apiserver': string,
 *   'kube-controller-manager': string,
 *   'kube-scheduler': string,
 *   kwok: string,
 *   kwokctl: string,
 * }} Binaries absolute paths
 */
/** @typedef {{ name: string, home: string, binaries: Binaries }} Place */

/** The folder in which kwokctl keeps one cluster: pki, pids, logs. @param {Place} place */
export function clusterFolder({ name, home }) {
  return join(home, 'kwok', 'clusters', name)
}

/**
 * Runs kwokctl in the control plane's home.
 * @param {Place} place
 * @param {string[]} args
 * @param {AbortSignal | undefined} signal
 */
export async function kwokctl({ home, binaries }, args, signal) {
  const shim = kubectlShim(home)
  const env = {
    ...process.env,
    KWOK_WORKDIR: join(home, 'kwok'),
    PATH: `${shim}${delimiter}${process.env['PATH'] ?? ''}`,
  }
  const result = await run(binaries.kwokctl, args, { env, timeoutMs: 90_000, ...(signal && { signal }) })
  if (result.code === 0) return
  throw new Error(
    `kwokctl ${args.slice(0, 2).join(' ')} ended with code ${String(result.code)}: ${tail(result.stderr)}`,
  )
}

/**
 * kwokctl asks `kubectl get --raw /version` until the server answers, and would download a kubectl for it. We poll
 * /readyz ourselves, so its question gets a plain yes.
 * @param {string} home
 * @returns {string} the folder to put first on PATH
 */
function kubectlShim(home) {
  const folder = join(home, 'bin')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  return folder
}

/**
 * Creates the cluster's files and starts its processes, on free loopback ports. Does not wait until it is ready.
 * @param {Place & { lean: boolean, signal?: AbortSignal | undefined }} options
 * @returns {Promise<number>} the API server's port
 */
export async function createCluster({ lean, signal, ...place }) {
  const { name, home, binaries } = place
  const [api = 0, etcd = 0, etcdPeer = 0, kwok = 0, scheduler = 0, manager = 0] = await freePorts(6)
  const config = join(home, 'kwok-config.yaml')
  writeFileSync(config, kwokConfig(etcdPeer))
  const args = ['create', 'cluster', '--name', name, '--runtime', 'binary', '--timeout', '60s', '--config', config]
  args.push('--kubeconfig', join(home, 'kwokctl-kubeconfig'), '--disable-qps-limits', '--kube-authorization')
  const ports = {
    'kube-apiserver': api,
    etcd,
    controller: kwok,
    'kube-scheduler': scheduler,
    'kube-controller-manager': manager,
  }
  for (const [part, port] of Object.entries(ports)) args.push(`--${part}-port`, String(port))
  for (const part of /** @type {const} */ (['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])) {
    args.push(`--${part}-binary`, binaries[part])
  }
  args.push('--kwok-controller-binary', binaries.kwok)
  // There is one of each: waiting for a leader's lease would only make the start slower.
  for (const part of ['kube-controller-manager', 'kube-scheduler'])
    args.push('--extra-args', `${part}=leader-elect=false`)
  if (lean) args.push('--disable', 'kube-scheduler,kube-controller-manager')
  await kwokctl(place, args, signal)
  return api
}

/** @param {number} etcdPeerPort the one port that has no flag */
function kwokConfig(etcdPeerPort) {
  const logsFile = fileURLToPath(new URL('pod.log', import.meta.url))
  const documents = [
    {
      apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
      kind: 'KwokctlConfiguration',
      options: { etcdPeerPort, bindAddress: '127.0.0.1' },
    },
    ...kwokStages(),
    {
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'ClusterLogs',
      metadata: { name: 'pods' },
      spec: { logs: [{ logsFile, previousLogsFile: logsFile, follow: false }] },
    },
  ]
  return documents.map((document) => JSON.stringify(document, null, 1)).join('\n---\n')
}

/**
 * The end of a component's log, for an error message.
 * @param {Place} place
 * @param {string} part
 */
export function logTail(place, part) {
  try {
    return tail(readFileSync(join(clusterFolder(place), 'logs', `${part}.log`), 'utf8'))
  } catch {
    return '(no log)'
  }
}

/** @param {string} text */
function tail(text) {
  return text.trim().split('\n').slice(-12).join('\n').slice(-2_000)
}
