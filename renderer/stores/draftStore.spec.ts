import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeOperation } from '@shared/testing/make-operation'
import { newDraft } from '@/lib/change-draft'
import { useDraftStore } from './draftStore'
import { useOperationStore } from './operationStore'

const draft = () => newDraft({ verb: 'install', context: 'prod', releaseName: 'web', namespace: 'shop' })

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
})
