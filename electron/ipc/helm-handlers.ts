import type { HelmBinary } from '@shared/model/app'
import type { ReleaseInput } from '@shared/contract/named'
import { featuresOf } from '../helm/features'
import { shellOf } from '../helm/shell'
import { followed, type AskedCluster, type BindTarget, type ClusterTarget } from '../kube/target'
import type { Operations } from '../operations/operations'
import type { PlannedChange } from '../plan/made-plan'
import type { Plans } from '../plan/plans'
import type { Repairs } from '../operations/repair/repairs'
import type { OwnValuesReader } from '../releases/own-values'
import type { ReleaseIndexes } from '../releases/index/indexes'
import type { Handlers } from './door'
import { withValues } from './own-values'
import { idOf, named } from './release-input'

export interface HelmHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  /** The same, pinned to what the person saw: for what leads to a change. */
  readonly bind: BindTarget
  readonly indexes: Pick<ReleaseIndexes, 'of'>
  readonly repairs: Pick<Repairs, 'repair' | 'restore'>
  /** The helm in use. */
  readonly helm: () => Promise<HelmBinary>
  readonly operations: Pick<Operations, 'start' | 'preview'>
  readonly plans: Pick<Plans, 'bind'>
  readonly ownValues: Pick<OwnValuesReader, 'complete'>
}

type Channel = Extract<keyof Handlers, `helm:${string}`>

/** What a request for a change says beside the change. */
type StartInput = AskedCluster & Pick<ReleaseInput, 'operation_id' | 'plan_id' | 'anyway'>

/**
 * Handlers of `helm:*`. What leads to a change is pinned when its request comes: what the window shows later, and what becomes
 * of the kubeconfig, does not matter.
 */
export function helmHandlers(deps: HelmHandlerDeps): Pick<Handlers, Channel> {
  const { target, bind, operations, plans } = deps
  const startOn = (cluster: ClusterTarget, input: StartInput, change: PlannedChange): Promise<void> => {
    const { plan_id: planId, anyway = false } = input
    const bound = planId === undefined ? {} : plans.bind(planId, { target: cluster, change, anyway })
    return operations.start(cluster, change, { ...idOf(input), ...bound })
  }
  const start = async (input: StartInput, change: PlannedChange): Promise<void> =>
    startOn(await bind(input), input, change)
  return {
    'helm:list_releases': async ({ context, namespace }) => deps.indexes.of(await target(context)).list(namespace),
    'helm:history': async (input) => deps.indexes.of(followed(await bind(input))).history(named(input)),
    'helm:install': (input) => start(input, { verb: 'install', ...named(input) }),
    'helm:upgrade': async (input) => {
      const cluster = await bind(input)
      return startOn(cluster, input, { verb: 'upgrade', ...named(await withValues(deps.ownValues, cluster, input)) })
    },
    'helm:rollback': (input) => start(input, { verb: 'rollback', ...named(input) }),
    'helm:uninstall': (input) => start(input, { verb: 'uninstall', ...named(input) }),
    'helm:test': async (input) => operations.start(await bind(input), { verb: 'test', ...named(input) }, idOf(input)),
    'helm:repair': async ({ plain_backup: allowPlain = false, ...input }) =>
      deps.repairs.repair(await bind(input), { ...named(input), ...idOf(input), allowPlain }),
    'helm:restore_backup': ({ id: backupId, plain_backup: allowPlain = false, cluster: seen, ...input }) =>
      deps.repairs.restore({ backupId, allowPlain, seen, ...idOf(input) }),
    'helm:get_features': async () => featuresOf((await deps.helm()).version),
    'helm:get_shell': async ({ context }) => shellOf(await target(context), await deps.helm()),
    'helm:preview_command': async (input) => [...(await operations.preview(await bind(input), named(input)))],
  }
}
