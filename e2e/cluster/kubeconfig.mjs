import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseJson } from './json.mjs'

/**
 * @typedef {object} ClusterEntry
 * @property {string} server
 * @property {string} [certificate-authority-data]
 */
/**
 * @typedef {object} UserEntry
 * @property {string} [client-certificate-data]
 * @property {string} [client-key-data]
 * @property {string} [token]
 * @property {{ apiVersion: string, command: string, args?: string[], interactiveMode: string, installHint?: string }} [exec]
 */
/**
 * @typedef {object} Kubeconfig
 * @property {'v1'} apiVersion
 * @property {'Config'} kind
 * @property {{ name: string, cluster: ClusterEntry }[]} clusters
 * @property {{ name: string, user: UserEntry }[]} users
 * @property {{ name: string, context: { cluster: string, user: string, namespace?: string } }[]} contexts
 * @property {string} current-context
 */

/** @returns {Kubeconfig} */
export function emptyKubeconfig() {
  return { apiVersion: 'v1', kind: 'Config', clusters: [], users: [], contexts: [], 'current-context': '' }
}

/**
 * Adds a context with a cluster and a user of its own; the first one becomes the current one.
 * @param {Kubeconfig} config
 * @param {string} name of all three
 * @param {{ cluster: ClusterEntry, user: UserEntry, namespace?: string | undefined }} parts
 */
export function addContext(config, name, { cluster, user, namespace }) {
  config.clusters.push({ name, cluster })
  config.users.push({ name, user })
  config.contexts.push({ name, context: { cluster: name, user: name, ...(namespace && { namespace }) } })
  config['current-context'] ||= name
}

/**
 * Writes a kubeconfig, whole or not at all, for its owner only. It is JSON, which is YAML too: so plain Node reads it
 * back without a YAML parser, and helm and every Kubernetes client take it as it is.
 * @param {string} path
 * @param {Kubeconfig} config
 */
export function writeKubeconfig(path, config) {
  const part = `${path}.${String(process.pid)}.part`
  writeFileSync(part, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  renameSync(part, path)
}

/** @param {string} path of a file by writeKubeconfig @returns {Kubeconfig} */
export function readKubeconfig(path) {
  return parseJson(readFileSync(path, 'utf8'))
}

/** The base64 text of a PEM file, as kubeconfigs hold it. @param {string} path */
export function fileData(path) {
  return readFileSync(path).toString('base64')
}
