import { createDrifts, type Drifts } from '../plan/drift/drifts'
import type { Access } from './access'
import type { ServiceOptions } from './options'

/** Releases held against their clusters. */
export function startDrifts({ events, privateDir }: ServiceOptions, { clients, runner }: Access): Drifts {
  return createDrifts({
    clientFor: (target) => clients.clientFor(target),
    helm: runner,
    root: privateDir,
    onMark: (mark) => events.emit('drift-scanned', mark),
    now: () => new Date(),
  })
}
