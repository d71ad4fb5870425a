import type { Operation } from '@shared/model/operation'
import type { ClusterTarget } from '../../kube/target'
import { followChange, type Follower } from '../follow/follow'
import type { OperationRuntime } from '../running/runtime'
import type { JournalEntry } from '../journal/entries'
import type { Payload } from '../../records/payload'
import { readPayload } from '../../records/read-record'
import { keptLimits } from '../request/limits'

type Core = Omit<OperationRuntime, 'recovered'>

/** An operation of an earlier start, with the way to the cluster that it was confirmed for. */
export interface FoundEntry extends JournalEntry {
  /** @throws AppFailure `cluster-changed`, `context-missing`, or of the API client */
  readonly confirmed: () => Promise<ClusterTarget>
}

/** Follows an operation whose helm was found alive, until that ends or the app does. Never rejects. */
export async function followFound(core: Core, entry: FoundEntry, operation: Operation): Promise<void> {
  const task = core.tasks.get(operation.id)
  if (task?.helm === null || task === undefined) return
  const exited = 'exited' in task.helm ? (task.helm.exited as Promise<unknown>) : Promise.resolve()
  const follower = await begin(core, entry, operation).catch(() => null)
  await exited
  if (core.appEnds.signal.aborted) follower?.stop()
  else await follower?.finish()
}

/** null where nobody knows what there is to follow: its revision was not written down. */
async function begin(core: Core, { confirmed, request }: FoundEntry, operation: Operation): Promise<Follower | null> {
  const { id, verb, namespace, name, revision, startedAt } = operation
  if (revision === undefined || verb === 'repair') return null
  const { registry } = core
  const target = await confirmed()
  const client = core.clientFor(target)
  const { waitsForAddresses } = await core.helm.capabilities()
  return followChange({
    client,
    watches: core.watchesOf?.(target),
    namespace,
    name,
    verb,
    revision,
    startedAt,
    going: verb === 'uninstall' ? await readGoing(core, client, operation, revision) : null,
    waitsForAddresses,
    ...keptLimits(request),
    onStored: () => registry.happen(id, { event: 'stored' }),
    onObjects: (objects) => registry.update(id, { objects }),
    onCounted: (ready, total) => registry.happen(id, { event: 'counted', ready, total }),
    onWaitsUntil: (until) => registry.update(id, { waitsUntil: until }),
    onBlind: (blind) => registry.update(id, { blind }),
  })
}

/** Without it there is less to see. */
function readGoing(
  core: Core,
  client: ReturnType<Core['clientFor']>,
  { namespace, name }: Operation,
  revision: number,
): Promise<Payload | null> {
  return readPayload(client, namespace, name, revision, core.appEnds.signal).catch(() => null)
}
