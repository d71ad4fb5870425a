import type { ReleaseRef } from '@shared/model/release-ref'
import { hasEnded, type Operation } from '@shared/model/operation'
import type { OperationFacts } from '@/lib/operation/operation-words'
import type { Action } from './action'
import type { OperationSubject } from './subjects'

/** What can be done with a change that is under way or has ended. */
export const operationActions: readonly Action<OperationSubject>[] = [
  {
    id: 'operation.open',
    label: 'Open',
    to: ({ operation }, { linkOf }) => linkOf(operation),
  },
  {
    id: 'operation.repair',
    label: 'Repair…',
    icon: 'i-lucide-wrench',
    asks: true,
    appliesTo: ({ operation, isSettled }) => operation.status.phase === 'stuck' && isSettled !== true,
    to: ({ operation }, { linkTo }) => linkTo(releaseOf(operation), 'release', { ask: 'repair' }),
  },
  {
    id: 'operation.run_again',
    label: 'Run again…',
    icon: 'i-lucide-rotate-cw',
    appliesTo: ({ operation, again }) => again !== undefined && again !== null && hasEnded(operation.status),
    blockedBy: ({ again }) => again?.refused ?? '',
    perform: ({ again }) => again?.start(),
  },
  {
    id: 'operation.rollback',
    label: 'Roll back…',
    icon: 'i-lucide-undo-2',
    asks: true,
    // The revision before is there to go back to.
    appliesTo: ({ operation }, { find }) => {
      const row = find(releaseOf(operation))
      return isBadEnd(operation) && row !== null && row.status === 'failed' && row.revision > 1
    },
    to: ({ operation }, { linkTo }) => linkTo(releaseOf(operation), 'release', { ask: 'rollback' }),
  },
  {
    id: 'operation.open_release',
    label: ({ operation }) => `Open ${operation.name}`,
    appliesTo: ({ operation }, { isThere }) => isThere(operation),
    to: ({ operation }, { linkTo }) => linkTo(releaseOf(operation)),
  },
  {
    id: 'operation.dismiss',
    label: 'Dismiss',
    icon: 'i-lucide-x',
    // What another helm does continues without a line of it here.
    appliesTo: ({ operation }) => hasEnded(operation.status) || operation.foreign === true,
    perform: ({ operation }, { dismiss }) => dismiss(operation.id),
  },
]

function isBadEnd({ status }: Pick<Operation, 'status'>): boolean {
  return hasEnded(status) && status.phase !== 'done'
}

/** The release that a change is of. */
export function releaseOf({ context, namespace, name }: OperationFacts): ReleaseRef {
  return { context, namespace, name }
}
