import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { effectScope, reactive } from 'vue'
import type { DraftLayer } from '@shared/contract/draft-shape'
import { newDraft, type ChangeDraft } from '@/lib/change/change-draft'
import { addLayers, changeLayer, moveLayer, removeLayer } from '@/lib/change/draft-layers'
import { makePlan } from '@/testing/make-plan'
import type { ShownPlan } from '@/state/plan/usePlan'
import { useSentDraft, type SentDraft } from './useSentDraft'

beforeEach(() => setActivePinia(createPinia()))

const layer = (id: string, kind: DraftLayer['kind'], text: string): DraftLayer => ({
  ...{ id, kind, name: id, key: '', text, on: true },
})
const shown: ShownPlan = {
  ...{ plan: makePlan(), isStale: false, isMaking: false, progress: null, error: null },
  ...{ unreadable: null, isOutdated: false, isIncomplete: true },
}

function open(values: string): { draft: ChangeDraft; layered: SentDraft; text: () => string | undefined } {
  const target = { verb: 'upgrade' as const, context: 'prod', name: 'web', namespace: 'shop' }
  const draft: ChangeDraft = reactive(newDraft({ ...target, values }))
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const layered = scope.run(() => useSentDraft(() => draft))
  if (layered === undefined) throw new Error('the scope did not run')
  return { draft, layered, text: () => layered.sent.value?.values }
}

describe('what is sent', () => {
  it('is what was written, at once, where no other layer is on', () => {
    const { draft, layered, text } = open('a:   1 # mine\n')
    expect(text()).toBe('a:   1 # mine\n')
    draft.values = 'a: ['
    expect(text()).toBe('a: [')
    addLayers(draft, [{ ...layer('x', 'file', 'b: 1'), on: false }])
    expect(text()).toBe('a: [')
    expect(layered.merged.value).toBeNull()
    changeLayer(draft, 'own', { on: false })
    expect(text()).toBe('')
  })

  it('is never an old merge: nothing can be sent until the layers of now are put together', async () => {
    const { draft, layered, text } = open('a: 1\n')
    addLayers(draft, [layer('x', 'file', 'b: 1\n'), layer('y', 'set', 'a=2')])
    expect(text()).toBeUndefined()
    expect(layered.isMerging.value).toBe(true)
    // For the plan, what was known before stays until then.
    expect(layered.planned.value?.values).toBe('a: 1\n')
    expect(layered.told(shown)).toMatchObject({ isStale: true, isMaking: true })
    expect(await layered.settle()).toBeNull()
    expect(text()).toBe('a: 2\nb: 1\n')
    const settling = layered.settle()
    draft.values = 'c: 3\n'
    expect(text()).toBeUndefined()
    await settling
    await layered.settle()
    expect(text()).toBe('c: 3\nb: 1\na: 2\n')
    moveLayer(draft, 'y', -2)
    changeLayer(draft, 'x', { on: false })
    await layered.settle()
    expect(text()).toBe('a: 2\nc: 3\n')
    for (const id of ['x', 'y', 'own']) removeLayer(draft, id)
    expect(draft.layers).toEqual([])
    expect(text()).toBe('c: 3\n')
  })

  it('is nothing where a layer can’t be used, which is named', async () => {
    const { draft, layered, text } = open('a: 1\n')
    addLayers(draft, [layer('y', 'set', 'db.password=hunter2,b')])
    const problem = await layered.settle()
    expect(text()).toBeUndefined()
    expect(layered.planned.value).toBeNull()
    expect(problem && layered.words(problem)).toBe('layer 2 (--set db.password=••••,b): b has no value. Write b=value.')
    expect(layered.told(shown)).toMatchObject({ isIncomplete: false, error: { code: 'values-invalid' } })
    changeLayer(draft, 'y', { text: 'b=2' })
    await layered.settle()
    expect(text()).toBe('a: 1\nb: 2\n')
    draft.values = 'a: ['
    expect(await layered.settle()).toMatchObject({ id: 'own' })
    expect(layered.told(shown)).toMatchObject({ error: null, unreadable: { line: 1 } })
  })
})
