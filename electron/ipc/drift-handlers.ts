import type { DriftFormat } from '@shared/model/drift'
import { followed, type BindTarget, type ClusterTarget } from '../kube/target'
import type { Drifts } from '../plan/drift/drifts'
import type { Handlers } from './door'
import { named } from './release-input'

export interface DriftHandlerDeps {
  readonly bind: BindTarget
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly drifts: Pick<Drifts, 'check' | 'cancel' | 'get' | 'exportText' | 'findValue' | 'scan' | 'stopScans'>
  /** Lets the person choose a file for what a check has found, and writes it there; '' when they cancel. */
  readonly saveDrift: (name: string, format: DriftFormat, text: string) => Promise<string>
}

type Channel = Extract<keyof Handlers, `drift:${string}`>

/** Handlers of `drift:*`. */
export function driftHandlers({ bind, target, drifts, saveDrift }: DriftHandlerDeps): Pick<Handlers, Channel> {
  return {
    'drift:check': async ({ check_id: id, ...input }) => drifts.check(await bind(input), named(input), id),
    'drift:cancel': ({ check_id: id }) => drifts.cancel(id),
    'drift:export': ({ check_id: id, format }) => drifts.exportText(id, format),
    'drift:save': async ({ check_id: id, format }) => {
      const text = await drifts.exportText(id, format)
      return saveDrift(drifts.get(id).name, format, text)
    },
    'drift:find_value': ({ check_id: id, object, field }) => drifts.findValue(id, { object, path: field }),
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
