import type { Operation } from '../model/operation'

/** An upgrade of `web` under way; a spec says only what it is about. */
export function makeOperation(part: Partial<Operation> = {}): Operation {
  return {
    id: '7d4c1f5e-0000-4000-8000-000000000001',
    verb: 'upgrade',
    name: 'web',
    namespace: 'shop',
    context: 'prod',
    command: ['helm', 'upgrade', '--namespace=shop', '--', 'web', 'shop/web'],
    startedAt: '2026-03-01T10:00:00Z',
    endedAt: null,
    status: { phase: 'starting' },
    objects: [],
    ...part,
  }
}
