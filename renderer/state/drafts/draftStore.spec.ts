import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { makeOperation } from '@shared/testing/make-operation'
import { newDraft } from '@/lib/change/change-draft'
import { installFakeBridge } from '@/testing/fake-bridge'
import { useDraftStore } from './draftStore'
import { useOperationStore } from '@/state/operations/operationStore'

const draft = () => newDraft({ verb: 'install', context: 'prod', name: 'web', namespace: 'shop' })

beforeEach(() => setActivePinia(createPinia()))

describe('drafts', () => {
  it('keep what is written to them', () => {
    const drafts = useDraftStore()
    drafts.keep('key', draft()).values = 'a: 1\n'
    expect(drafts.resume('key')?.values).toBe('a: 1\n')
  })

  it('go on while their change runs or has failed, and are over once it has ended well', () => {
    const drafts = useDraftStore()
    const operations = useOperationStore()
    drafts.keep('key', { ...draft(), operationId: 'one' })
    operations.operations = [makeOperation({ id: 'one', status: { phase: 'applying' } })]
    expect(drafts.resume('key')).not.toBeNull()
    operations.operations = [makeOperation({ id: 'one', status: { phase: 'cancelled', releaseStatus: 'failed' } })]
    expect(drafts.resume('key')).not.toBeNull()
    operations.operations = [makeOperation({ id: 'one', status: { phase: 'done' } })]
    expect(drafts.resume('key')).toBeNull()
    expect(drafts.find('key')).toBeNull()
  })

  const sent = () => {
    const bridge = installFakeBridge({
      'operations:list': () => Promise.resolve([]),
      'operations:dismiss': () => Promise.resolve(undefined),
    })
    const [drafts, operations] = [useDraftStore(), useOperationStore()]
    operations.start()
    drafts.keep('key', { ...draft(), values: 'a: 1\n', operationId: 'one' })
    return { bridge, drafts, operations }
  }
  const failed = { phase: 'failed', error: appError('timeout', 'Too late.') } as const

  it('keep what failed and is told no more because the release was mended elsewhere', () => {
    const { bridge, drafts } = sent()
    bridge.emit('operations:changed', [makeOperation({ id: 'one', status: failed })])
    bridge.emit('operations:changed', [])
    expect(drafts.resume('key')).toMatchObject({ values: 'a: 1\n', operationId: '' })
  })

  it.each([
    ['was dismissed', failed],
    ['ended well and was dismissed', { phase: 'done' } as const],
  ])('are over when their change %s', async (_, status) => {
    const { bridge, drafts, operations } = sent()
    bridge.emit('operations:changed', [makeOperation({ id: 'one', status })])
    await operations.dismiss('one')
    bridge.emit('operations:changed', [makeOperation({ id: 'older', status: { phase: 'done' } })])
    expect(drafts.resume('key')).toBeNull()
  })
})
