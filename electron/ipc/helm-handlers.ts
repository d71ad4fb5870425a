import type { HelmBinary } from '@shared/model/app'
import { featuresOf } from '../helm/features'
import type { ClusterTarget } from '../kube/target'
import type { Operations } from '../operations/operations'
import type { Repairs } from '../operations/repair/repairs'
import type { ReleaseIndexes } from '../releases/index/indexes'
import type { Handlers } from './door'

export interface HelmHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly indexes: Pick<ReleaseIndexes, 'of'>
  readonly repairs: Pick<Repairs, 'repair' | 'restore'>
  /** The helm in use. */
  readonly helm: () => Promise<HelmBinary>
  readonly operations: Pick<Operations, 'start' | 'preview'>
}

type Channel = Extract<keyof Handlers, `helm:${string}`>

/** Handlers of `helm:*`. The context is pinned when a request comes: what the window shows later does not matter. */
export function helmHandlers(deps: HelmHandlerDeps): Pick<Handlers, Channel> {
  const { target, operations } = deps
  return {
    'helm:list_releases': async ({ context, namespace }) => deps.indexes.of(await target(context)).list(namespace),
    'helm:history': async ({ context, namespace, release_name: name }) =>
      deps.indexes.of(await target(context)).history({ namespace, name }),
    'helm:install': async (input) => operations.start(await target(input.context), { verb: 'install', ...input }),
    'helm:upgrade': async (input) => operations.start(await target(input.context), { verb: 'upgrade', ...input }),
    'helm:rollback': async (input) => operations.start(await target(input.context), { verb: 'rollback', ...input }),
    'helm:uninstall': async (input) => operations.start(await target(input.context), { verb: 'uninstall', ...input }),
    'helm:test': async (input) => operations.start(await target(input.context), { verb: 'test', ...input }),
    'helm:repair': async ({ context, release_name: releaseName, plain_backup: allowPlain = false, ...wish }) =>
      deps.repairs.repair(await target(context), { ...wish, releaseName, allowPlain }),
    'helm:restore_backup': ({ id, plain_backup: allowPlain = false }) => deps.repairs.restore(id, allowPlain),
    'helm:get_features': async () => featuresOf((await deps.helm()).version),
    'helm:preview_command': async (input) => [...(await operations.preview(await target(input.context), input))],
  }
}
