import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { controlPlaneBinaries, helmBinaries } from './binaries.mjs'
import { startControlPlane } from './control-plane.mjs'

/** @type {import('./control-plane.mjs').ControlPlane | undefined} */
let controlPlane

/**
 * One real control plane for all integration specs; `inject('kubeconfig')` and its neighbours give it to them.
 * Specs share it: each works in namespaces of its own.
 * @param {import('vitest/node').TestProject} project
 */
export async function setup(project) {
  const [binaries, helms] = await Promise.all([controlPlaneBinaries(), helmBinaries()])
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-test-'))
  controlPlane = await startControlPlane({ name: 'wheelhouse-test', home, binaries })
  project.provide('binaries', binaries)
  project.provide('helms', helms)
  project.provide('kubeconfig', controlPlane.kubeconfig)
  project.provide('clusterUrl', controlPlane.url)
  project.provide('clusterKeys', { pki: controlPlane.pki, tokenKey: controlPlane.tokenKey })
}

export async function teardown() {
  await controlPlane?.stop()
}
