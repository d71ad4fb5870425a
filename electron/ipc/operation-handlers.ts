import type { ClusterTarget } from '../kube/target'
import type { ForeignOperations } from '../operations/foreign/foreign'
import type { Operations } from '../operations/operations'
import type { ChartSources } from '../operations/request/chart-sources'
import type { Handlers } from './door'
import { named } from './release-input'

export interface OperationHandlerDeps {
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly operations: Pick<Operations, 'list' | 'cancel' | 'dismiss'>
  readonly foreignOperations: Pick<ForeignOperations, 'list' | 'dismiss'>
  readonly chartSources: Pick<ChartSources, 'get'>
}

type Channel = Extract<keyof Handlers, `operations:${string}`> | 'release:get_source'

/** Handlers of `operations:*`, and of where a release's chart was taken from. */
export function operationHandlers(deps: OperationHandlerDeps): Pick<Handlers, Channel> {
  const { target, operations, foreignOperations, chartSources } = deps
  return {
    'operations:list': () => [...operations.list(), ...foreignOperations.list()],
    'operations:cancel': ({ id, mode }) => operations.cancel(id, mode),
    'operations:dismiss': async ({ id }) => {
      if (!foreignOperations.dismiss(id)) await operations.dismiss(id)
    },
    'release:get_source': async (input) =>
      chartSources.get({ context: (await target(input.context)).context, ...named(input) }),
  }
}
