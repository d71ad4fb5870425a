import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureControlPlane, ensureHelms } from '../../tools/setup/cluster-binaries.mjs'

/** @typedef {import('./kwokctl.mjs').Binaries} Binaries */
/** @typedef {{ 3: string, 4: string }} Helms */
/** @typedef {import('../../tools/setup/cluster-binaries.mjs').EnsureOptions} EnsureOptions */

/**
 * The control plane's programs: the set-up's own, fetched or built when missing, or ready-made ones from $WHEELHOUSE_BINARIES
 * (a folder with etcd, kube-apiserver, …, helm3/helm and helm4/helm).
 * @param {EnsureOptions} [options]
 * @returns {Promise<Binaries>}
 */
export async function controlPlaneBinaries(options) {
  const folder = process.env['WHEELHOUSE_BINARIES']
  if (!folder) return ensureControlPlane(options)
  /** @param {string} name */
  const file = (name) => existing(join(resolve(folder), name))
  return {
    etcd: file('etcd'),
    'kube-apiserver': file('kube-apiserver'),
    'kube-controller-manager': file('kube-controller-manager'),
    'kube-scheduler': file('kube-scheduler'),
    kwok: file('kwok'),
    kwokctl: file('kwokctl'),
  }
}

/**
 * helm of both majors, from the same places.
 * @param {EnsureOptions} [options]
 * @returns {Promise<Helms>}
 */
export async function helmBinaries(options) {
  const folder = process.env['WHEELHOUSE_BINARIES']
  if (!folder) return ensureHelms(options)
  return { 3: existing(join(resolve(folder), 'helm3', 'helm')), 4: existing(join(resolve(folder), 'helm4', 'helm')) }
}

/** @param {string} path */
function existing(path) {
  if (existsSync(path)) return path
  throw new Error(`$WHEELHOUSE_BINARIES has no ${path}: put it there, or unset the variable to let the set-up bring it`)
}
