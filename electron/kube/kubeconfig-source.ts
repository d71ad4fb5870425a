import { delimiter, join, resolve } from 'node:path'
import type { KubeconfigSource } from '@shared/model/cluster'

export interface SourceInput {
  /** The demo's kubeconfig while the demo is shown. */
  readonly demo: string | undefined
  /** The file the person chose. */
  readonly chosen: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
}

/** Where a kubeconfig is looked for; the files need not exist. */
export interface KubeconfigPlace {
  readonly source: Exclude<KubeconfigSource, 'none'>
  readonly files: readonly string[]
}

/** The demo, else the chosen file, else KUBECONFIG (a list, split as the system splits PATH), else ~/.kube/config. */
export function kubeconfigPlace({ demo, chosen, env, homeDir }: SourceInput): KubeconfigPlace {
  if (demo !== undefined) return { source: 'demo', files: [resolve(demo)] }
  if (chosen !== undefined) return { source: 'chosen', files: [resolve(chosen)] }
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '')
  if (listed.length > 0) return { source: 'environment', files: [...new Set(listed.map((file) => resolve(file)))] }
  return { source: 'home', files: [join(homeDir, '.kube', 'config')] }
}
