import { describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { failsWith } from '../kube/testing/client-lab'
import { createRegistry } from './registry'

function operation(id: string): Operation {
  return {
    id,
    verb: 'upgrade',
    releaseName: 'web',
    namespace: 'shop',
    context: 'prod',
    command: ['helm'],
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: null,
    status: { phase: 'starting' },
    objects: [],
  }
}

function setUp() {
  const onChange = vi.fn()
  const registry = createRegistry(onChange, () => new Date('2026-01-02T00:00:00Z'))
  return { onChange, registry }
}

describe('the registry', () => {
  it('lists the newest first and tells each change once', () => {
    const { registry, onChange } = setUp()
    registry.add(operation('a'), 'one')
    registry.add(operation('b'), 'two')
    expect(registry.list().map(({ id }) => id)).toEqual(['b', 'a'])
    registry.happen('a', { event: 'stored' })
    registry.happen('a', { event: 'stored' })
    registry.update('a', { objects: [] })
    expect(onChange).toHaveBeenCalledTimes(3)
    expect(registry.get('a')?.status).toEqual({ phase: 'applying' })
  })

  it('holds a key until its operation has ended', () => {
    const { registry } = setUp()
    const busy = failsWith('release-busy')
    registry.add(operation('a'), 'one')
    expect(() => registry.add(operation('b'), 'one')).toThrow(busy)
    registry.happen('a', { event: 'cancel-asked' })
    expect(() => registry.add(operation('b'), 'one')).toThrow(busy)
    expect(registry.list()).toHaveLength(1)
    registry.happen('a', { event: 'failed', error: appError('timeout', 'Too late.') })
    expect(registry.get('a')?.endedAt).toBe('2026-01-02T00:00:00.000Z')
    registry.add(operation('b'), 'one')
  })

  it('dismisses only what has ended', () => {
    const { registry } = setUp()
    registry.add(operation('a'), 'one')
    registry.dismiss('a')
    registry.dismiss('nobody')
    expect(registry.list()).toHaveLength(1)
    registry.happen('a', { event: 'succeeded' })
    registry.dismiss('a')
    expect(registry.list()).toEqual([])
  })

  it('forgets the oldest of more than 50 that have ended, never one that runs', () => {
    const { registry } = setUp()
    registry.add(operation('runs'), 'runs')
    for (let number = 0; number < 60; number++) {
      registry.add(operation(`o${number}`), `k${number}`)
      registry.happen(`o${number}`, { event: 'succeeded' })
    }
    expect(registry.list()).toHaveLength(51)
    expect(registry.list()[0]?.id).toBe('o59')
    expect(registry.get('runs')).toBeDefined()
    expect(registry.get('o9')).toBeUndefined()
  })
})
