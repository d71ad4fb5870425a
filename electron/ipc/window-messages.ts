import type { Operation } from '@shared/model/operation'
import type { Emit } from '@shared/contract/events'
import type { AppEvents } from '../events'

/**
 * Sends the window what the main process reports. The window gets one list of operations, our own first.
 * @returns ends it
 */
export function forwardToWindow(events: AppEvents, send: Emit): () => void {
  let own: readonly Operation[] = []
  let foreign: readonly Operation[] = []
  const sendOperations = (): void => send('operations:changed', [...own, ...foreign])
  const subscriptions = [
    events.on('contexts-changed', (state) => send('kube:contexts_changed', state)),
    events.on('connection-changed', (state) => send('kube:connection_changed', state)),
    events.on('releases-patched', (patch) => send('releases:patched', patch)),
    events.on('history-changed', (history) => send('releases:history_changed', history)),
    events.on('health-changed', (patch) => send('releases:health_changed', patch)),
    events.on('demo-changed', (state) => send('demo:changed', state)),
    events.on('plan-progress', (progress) => send('plans:progress', progress)),
    events.on('drift-scanned', (mark) => send('drift:scanned', mark)),
    events.on('storage-changed', (state) => send('app:storage_changed', state)),
    events.on('operations-changed', (operations) => {
      own = operations
      sendOperations()
    }),
    events.on('foreign-operations-changed', (operations) => {
      foreign = operations
      sendOperations()
    }),
  ]
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe()
  }
}
