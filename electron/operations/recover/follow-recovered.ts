import type { Operation } from '@shared/model/operation'
import type { RunningProcess } from '../../helm/process'
import type { ClusterTarget } from '../../kube/target'
import { readPayload } from '../../records/read-record'
import type { Follower } from '../follow/follow'
import type { JournalEntry } from '../journal/entries'
import { keptLimits } from '../request/limits'
import { followOperation } from '../running/follow-operation'
import type { OperationContext } from '../running/operation-context'

/** An operation of an earlier start, with the way to the cluster that it was confirmed for. */
export interface RecoveredEntry extends JournalEntry {
  /** @throws AppFailure `cluster-changed`, `context-missing`, or of the API client */
  readonly confirmed: () => Promise<ClusterTarget>
}

/** Follows an operation whose helm was found alive, until that ends or the app does. Never rejects. */
export async function followRecovered(
  ctx: OperationContext,
  entry: RecoveredEntry,
  operation: Operation,
  helm: Pick<RunningProcess, 'exited'>,
): Promise<void> {
  const follower = await start(ctx, entry, operation).catch(() => null)
  await helm.exited
  await follower?.finish()
}

/** null where nobody knows what there is to follow: its revision was not written down. */
async function start(
  ctx: OperationContext,
  { confirmed, request }: RecoveredEntry,
  operation: Operation,
): Promise<Follower | null> {
  const { id, verb, namespace, name, revision } = operation
  if (revision === undefined || verb === 'repair') return null
  const target = await confirmed()
  const client = ctx.clientFor(target)
  const { waitsForAddresses } = await ctx.helm.capabilities()
  const { signal } = ctx.appEnds
  // Without it there is less to see.
  const going =
    verb === 'uninstall' ? await readPayload(client, namespace, name, revision, signal).catch(() => null) : null
  return followOperation(ctx, operation, {
    ...{ client, watches: ctx.watchesOf?.(target), verb, revision, going, waitsForAddresses },
    ...keptLimits(request),
    onStored: () => ctx.registry.apply(id, { event: 'stored' }),
  })
}
