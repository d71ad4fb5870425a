import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClusterTarget } from '../target'

export interface Entries {
  readonly cluster?: Record<string, unknown>
  readonly user?: Record<string, unknown>
  readonly namespace?: string
}

/** A kubeconfig's text: each context has a cluster and a user of its own name. JSON is YAML. */
export function kubeconfigText(contexts: Readonly<Record<string, Entries>>, current?: string): string {
  const entries = Object.entries(contexts)
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    ...(current !== undefined && { 'current-context': current }),
    clusters: entries.map(([name, { cluster }]) => ({ name, cluster: { server: `https://${name}.test`, ...cluster } })),
    users: entries.map(([name, { user }]) => ({ name, user: user ?? {} })),
    contexts: entries.map(([name, { namespace }]) => ({ name, context: { cluster: name, user: name, namespace } })),
  })
}

/** A folder that goes away with the test. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'wheelhouse-kube-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Writes a kubeconfig with one context, `test`, and gives its target. */
export function writeTarget(folder: string, entries: Entries): ClusterTarget {
  const file = join(folder, 'config')
  writeFileSync(file, kubeconfigText({ test: entries }))
  return { context: 'test', kubeconfigFiles: [file], helmEnv: {} }
}
