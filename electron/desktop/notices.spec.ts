import { describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation, OperationPhase } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { createNotices, type Notice } from './notices'

const failed: OperationPhase = { phase: 'failed', error: appError('timeout', 'The objects were not ready in time.') }

function operation(status: OperationPhase, id = 'one'): Operation {
  return makeOperation({ id, name: 'api', status })
}

function setUp(isSeen = false) {
  const now: { operations: Operation[] } = { operations: [operation({ phase: 'starting' })] }
  const shown: Notice[] = []
  const openRelease = vi.fn()
  const deps = { operations: () => now.operations, isSeen: () => isSeen, show: (one: Notice) => void shown.push(one) }
  const update = createNotices({ ...deps, openRelease })
  const become = (...operations: Operation[]): void => {
    now.operations = operations
    update()
  }
  update()
  return { become, shown, openRelease }
}

describe('notices of changes', () => {
  it('tell once how one ended out of sight, and lead to its release', () => {
    const { become, shown, openRelease } = setUp()
    become(operation({ phase: 'waiting', ready: 1, total: 2 }))
    expect(shown).toEqual([])
    become(operation({ phase: 'done' }))
    become(operation({ phase: 'done' }))
    expect(shown).toMatchObject([{ title: 'Upgraded api', body: 'shop on prod' }])
    shown[0]?.open()
    expect(openRelease).toHaveBeenCalledExactlyOnceWith({ context: 'prod', namespace: 'shop', name: 'api' })
  })

  it('give the reason in one sentence', () => {
    const { become, shown } = setUp()
    become(operation(failed))
    expect(shown).toMatchObject([
      { title: 'Upgrade of api failed', body: 'The objects were not ready in time. (shop on prod)' },
    ])
  })

  it('give none where it is in the words of helm', () => {
    const { become, shown } = setUp()
    become(operation({ phase: 'failed', error: appError('helm-failed', 'Upgrade failed.', { cause: 'bad: hunter2' }) }))
    expect(shown).toMatchObject([{ title: 'Upgrade of api failed', body: 'Open it to see why. (shop on prod)' }])
  })

  it('are not given while the window is before the person, nor afterwards for what ended then', () => {
    const { become, shown } = setUp(true)
    become(operation({ phase: 'done' }))
    become(operation({ phase: 'done' }), operation({ phase: 'starting' }, 'two'))
    expect(shown).toEqual([])
  })

  it('tell what was left in the middle, and nothing of what somebody else does', () => {
    const { become, shown } = setUp()
    become(operation({ phase: 'stuck', releaseStatus: 'pending-upgrade' }))
    expect(shown).toMatchObject([
      { title: 'Upgrade of api is stuck', body: 'It is stuck in pending-upgrade and needs repair. (shop on prod)' },
    ])
    const other = setUp()
    other.become({ ...operation({ phase: 'starting' }), foreign: true })
    other.become({ ...operation({ phase: 'done' }), foreign: true })
    expect(other.shown).toEqual([])
  })

  it('leave out what the person cancelled', () => {
    const { become, shown } = setUp()
    become(operation({ phase: 'cancelled', releaseStatus: 'failed' }))
    expect(shown).toEqual([])
  })

  it('show what turns the direction of a text, and stay in their lines', () => {
    const { become, shown } = setUp()
    become(makeOperation({ id: 'one', name: 'api\u202Eexe', context: 'prod\nok', status: { phase: 'done' } }))
    expect(shown).toMatchObject([{ title: 'Upgraded api[U+202E]exe', body: 'shop on prod ok' }])
  })
})
