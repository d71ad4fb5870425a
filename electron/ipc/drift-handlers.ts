import { followed, type BindTarget, type ClusterTarget } from '../kube/target'
import type { Drifts } from '../plan/drift/drifts'
import type { Handlers } from './door'
import { named } from './release-input'

export interface DriftHandlerDeps {
  readonly bind: BindTarget
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly drifts: Pick<Drifts, 'check' | 'scan' | 'stopScans'>
}

type Channel = Extract<keyof Handlers, `drift:${string}`>

/** Handlers of `drift:*`. */
export function driftHandlers({ bind, target, drifts }: DriftHandlerDeps): Pick<Handlers, Channel> {
  return {
    'drift:check': async (input) => drifts.check(await bind(input), named(input)),
    'drift:scan': async ({ context, rows }) => {
      drifts.scan(followed(await target(context)), rows.map(releaseOf))
    },
    'drift:stop_scan': () => drifts.stopScans(),
  }
}

/** @param row `namespace/name`; a namespace has no slash */
function releaseOf(row: string): { readonly namespace: string; readonly name: string } {
  const slash = row.indexOf('/')
  return { namespace: row.slice(0, slash), name: row.slice(slash + 1) }
}
