import type { ClusterTarget } from '../kube/target'
import type { Operations } from '../operations/operations'
import type { ChartSources } from '../operations/sources'
import type { Handlers } from './door'

export interface OperationHandlerDeps {
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly operations: Pick<Operations, 'list' | 'cancel' | 'dismiss'>
  readonly chartSources: Pick<ChartSources, 'get'>
}

type Channel = Extract<keyof Handlers, `operations:${string}`> | 'release:get_source'

/** Handlers of `operations:*`, and of where a release's chart was taken from. */
export function operationHandlers({ target, operations, chartSources }: OperationHandlerDeps): Pick<Handlers, Channel> {
  return {
    'operations:list': () => [...operations.list()],
    'operations:cancel': ({ id }) => operations.cancel(id),
    'operations:dismiss': ({ id }) => operations.dismiss(id),
    'release:get_source': async ({ context, namespace, release_name: releaseName }) =>
      chartSources.get({ context: (await target(context)).context, namespace, releaseName }),
  }
}
