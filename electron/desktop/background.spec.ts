import { describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation, OperationPhase } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { createBackground } from './background'

const failed: OperationPhase = { phase: 'failed', error: appError('helm-failed', '') }

function operation(id: string, status: OperationPhase): Operation {
  return makeOperation({ id, status })
}

function setUp(...operations: Operation[]) {
  const now = { operations }
  const showWindow = vi.fn()
  const quit = vi.fn()
  const background = createBackground({ operations: () => now.operations, showWindow, quit })
  const become = (...next: Operation[]): void => {
    now.operations = next
    background.update()
  }
  return { background, become, showWindow, quit }
}

describe('changes whose window was closed', () => {
  it('are followed to their end, and then the app quits', () => {
    const { background, become, quit, showWindow } = setUp(operation('a', { phase: 'starting' }))
    background.enter()
    become(operation('a', { phase: 'waiting', ready: 1, total: 2 }))
    expect(quit).not.toHaveBeenCalled()
    become(operation('a', { phase: 'done' }))
    become(operation('a', { phase: 'done' }))
    expect(quit).toHaveBeenCalledOnce()
    expect(showWindow).not.toHaveBeenCalled()
  })

  it.each<[string, OperationPhase]>([
    ['failed', failed],
    ['was cancelled', { phase: 'cancelled', releaseStatus: 'pending-install' }],
  ])('bring the window back when one %s, once the others have ended', (_how, end) => {
    const running = operation('b', { phase: 'applying' })
    const { background, become, quit, showWindow } = setUp(operation('a', { phase: 'starting' }), running)
    background.enter()
    become(operation('a', end), running)
    expect(showWindow).not.toHaveBeenCalled()
    become(operation('a', end), operation('b', { phase: 'done' }))
    expect(showWindow).toHaveBeenCalledOnce()
    expect(quit).not.toHaveBeenCalled()
  })

  it('are not judged by what had failed before', () => {
    const { background, become, quit } = setUp(operation('old', failed), operation('a', { phase: 'starting' }))
    background.enter()
    become(operation('old', failed), operation('a', { phase: 'done' }))
    expect(quit).toHaveBeenCalledOnce()
  })

  it('are not kept waiting by what somebody else does', () => {
    const foreign = makeOperation({ id: 'other', foreign: true, status: { phase: 'applying' } })
    const { background, become, quit } = setUp(operation('a', { phase: 'starting' }), foreign)
    background.enter()
    become(operation('a', { phase: 'done' }), foreign)
    expect(quit).toHaveBeenCalledOnce()
  })

  it('decide nothing when the person has the window again, or never closed it', () => {
    const { background, become, quit, showWindow } = setUp(operation('a', { phase: 'starting' }))
    become(operation('a', { phase: 'applying' }))
    background.enter()
    background.leave()
    become(operation('a', { phase: 'done' }))
    expect(quit).not.toHaveBeenCalled()
    expect(showWindow).not.toHaveBeenCalled()
  })
})
