import { describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { failsWith } from '../../kube/testing/client-lab'
import { createRegistry } from './registry'

function operation(id: string): Operation {
  return {
    id,
    verb: 'upgrade',
    name: 'web',
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
  const onOperation = vi.fn()
  const registry = createRegistry({ onChange, onOperation, now: () => new Date('2026-01-02T00:00:00Z') })
  const add = (operation: Operation, key: string): void => {
    registry.reserve(operation, key)
    registry.add(operation)
  }
  return { onChange, onOperation, registry, add }
}

describe('the registry', () => {
  it('lists the newest first and tells each change once', () => {
    const { registry, onChange, onOperation, add } = setUp()
    add(operation('a'), 'one')
    add(operation('b'), 'two')
    expect(registry.list().map(({ id }) => id)).toEqual(['b', 'a'])
    registry.apply('a', { event: 'stored' })
    registry.apply('a', { event: 'stored' })
    registry.update('a', { objects: [] })
    expect(onChange.mock.calls.map(([, isTurn]) => isTurn as unknown)).toEqual([true, true, true])
    expect(onOperation).toHaveBeenCalledTimes(3)
    registry.update('a', { revision: 2 })
    expect(onChange).toHaveBeenLastCalledWith(registry.list(), false)
    expect(registry.get('a')?.status).toEqual({ phase: 'applying' })
  })

  it('holds a key until its operation has ended', () => {
    const { registry, add } = setUp()
    const busy = failsWith('release-busy')
    add(operation('a'), 'one')
    expect(() => add(operation('b'), 'one')).toThrow(busy)
    registry.apply('a', { event: 'cancel-requested' })
    expect(() => add(operation('b'), 'one')).toThrow(busy)
    expect(registry.list()).toHaveLength(1)
    registry.apply('a', { event: 'failed', error: appError('timeout', 'Too late.') })
    expect(registry.get('a')?.endedAt).toBe('2026-01-02T00:00:00.000Z')
    add(operation('b'), 'one')
  })

  it('takes an id once, whichever release it comes for', () => {
    const { registry } = setUp()
    registry.reserve(operation('a'), 'one')
    expect(() => registry.reserve(operation('a'), 'two')).toThrow(failsWith('invalid-input'))
    expect(registry.holder('two')).toBeUndefined()
  })

  it('names who holds a key, also one that is not listed yet, until it is given back', () => {
    const { registry } = setUp()
    registry.reserve(operation('a'), 'one')
    expect(registry.holder('one')?.id).toBe('a')
    expect(() => registry.reserve(operation('b'), 'one')).toThrow(/^Another change to "/)
    expect(registry.list()).toEqual([])
    registry.release('a')
    expect(registry.holder('one')).toBeUndefined()
    registry.reserve(operation('b'), 'one')
  })

  it('waits for nothing any more when helm does not, or it has ended', () => {
    const { registry, add } = setUp()
    add(operation('a'), 'one')
    registry.update('a', { waitsUntil: '2026-01-01T00:05:00Z' })
    expect(registry.get('a')?.waitsUntil).toBe('2026-01-01T00:05:00Z')
    registry.update('a', { waitsUntil: null })
    expect(registry.get('a')).not.toHaveProperty('waitsUntil')
    registry.update('a', { waitsUntil: '2026-01-01T00:05:00Z' })
    registry.apply('a', { event: 'stuck', releaseStatus: 'pending-upgrade' })
    expect(registry.get('a')).not.toHaveProperty('waitsUntil')
    expect(registry.get('a')?.status).toEqual({ phase: 'stuck', releaseStatus: 'pending-upgrade' })
  })

  it('dismisses only what has ended', () => {
    const { registry, add } = setUp()
    add(operation('a'), 'one')
    registry.dismiss('a')
    registry.dismiss('nobody')
    expect(registry.list()).toHaveLength(1)
    registry.apply('a', { event: 'succeeded' })
    registry.dismiss('a')
    expect(registry.list()).toEqual([])
  })

  it('forgets the oldest of more than 50 that have ended, never one that runs', () => {
    const { registry, add } = setUp()
    add(operation('runs'), 'runs')
    for (let number = 0; number < 60; number++) {
      add(operation(`o${number}`), `k${number}`)
      registry.apply(`o${number}`, { event: 'succeeded' })
    }
    expect(registry.list()).toHaveLength(51)
    expect(registry.list()[0]?.id).toBe('o59')
    expect(registry.get('runs')).toBeDefined()
    expect(registry.get('o9')).toBeUndefined()
  })

  it('forgets what did not end well when a later change of the release does', () => {
    const { registry, add, onChange } = setUp()
    add(operation('a'), 'one')
    registry.apply('a', { event: 'stuck', releaseStatus: 'pending-upgrade' })
    add(operation('b'), 'one')
    expect(registry.list().map(({ id }) => id)).toEqual(['b', 'a'])
    registry.apply('b', { event: 'succeeded' })
    expect(registry.list().map(({ id }) => id)).toEqual(['b'])
    expect(onChange).toHaveBeenLastCalledWith(registry.list(), true)
    registry.dismiss('b')
    expect(registry.list()).toEqual([])
  })

  it('forgets what is outdated, but for what runs', () => {
    const { registry, add } = setUp()
    add(operation('a'), 'one')
    registry.apply('a', { event: 'cancelled', releaseStatus: '' })
    add(operation('b'), 'one')
    registry.forgetWhere(() => true)
    expect(registry.list().map(({ id }) => id)).toEqual(['b'])
  })
})
