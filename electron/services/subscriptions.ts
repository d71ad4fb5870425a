import type { AppEvents } from '../events'
import type { Health } from '../health/health'
import type { ForeignOperations } from '../operations/foreign/foreign'
import type { Operations } from '../operations/operations'
import type { ReleaseIndexes } from '../releases/index/indexes'

interface Subscribers {
  readonly foreignOperations: Pick<ForeignOperations, 'note'>
  readonly operations: Pick<Operations, 'noteRows'>
  readonly indexes: Pick<ReleaseIndexes, 'noteChange' | 'noteContexts'>
  readonly health: Pick<Health, 'noteFeed' | 'noteContexts'>
}

/**
 * Who among the services listens to what. Those who follow somebody else's helm find it in the rows of the release index; rows
 * may also outdate ends of our own operations.
 * @returns ends it
 */
export function subscribeServices(
  events: AppEvents,
  { foreignOperations, operations, indexes, health }: Subscribers,
): () => void {
  const subscriptions = [
    events.on('releases-patched', ({ context, upserted }) => foreignOperations.note(context, upserted)),
    events.on('releases-patched', ({ context, upserted, gone }) =>
      operations.noteRows(context, { upserted, gone: gone ?? [] }),
    ),
    events.on('releases-patched', health.noteFeed),
    events.on('release-changed', ({ context }) => indexes.noteChange(context)),
    events.on('contexts-changed', indexes.noteContexts),
    events.on('contexts-changed', health.noteContexts),
  ]
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe()
  }
}
