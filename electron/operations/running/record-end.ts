import { withRefused } from '../verdict/refused-object'
import type { MaskedEnd } from '../verdict/masked-end'
import type { OperationContext } from './operation-context'

/** Of an operation's objects that the journal keeps. */
const maxObjects = 200

/** Writes down how an operation's objects were at its end, those that the cluster refused marked, and what helm wrote. */
export function recordEnd(
  { registry, journal }: Pick<OperationContext, 'registry' | 'journal'>,
  id: string,
  { event, output }: MaskedEnd,
): void {
  const objects = registry.get(id)?.objects ?? []
  const marked = event.event === 'failed' ? withRefused(objects, event.error) : objects
  if (marked !== objects) registry.update(id, { objects: marked })
  journal.noteDetail(id, { objects: marked.slice(0, maxObjects), output })
}
