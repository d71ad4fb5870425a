import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, reactive } from 'vue'
import { secretMask as mask } from '@shared/mask'
import { newDraft, type ChangeDraft } from '@/lib/change/change-draft'
import { failing } from '@/testing/fake-bridge'
import { plainBridge } from '@/testing/plain-bridge'
import { useMaskedValues, type MaskedValues } from './useMaskedValues'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const masked = `a: ${mask}\nb: 1\n`
const shown = masked.replace(mask, 'hunter22')

function setUp(values = masked): {
  draft: ChangeDraft
  values: MaskedValues
  leave: () => void
  bridge: ReturnType<typeof plainBridge>
} {
  const bridge = plainBridge({
    'release:hide_values': ({ values: text }) => Promise.resolve(text.replaceAll('hunter22', mask)),
    'release:reveal_values': ({ values: text }) => Promise.resolve(text.replaceAll(mask, 'hunter22')),
  })
  const target = { verb: 'upgrade' as const, context: 'prod', namespace: 'shop', name: 'web' }
  const draft = reactive(newDraft({ ...target, values, masksOf: 2 }))
  const scope = effectScope()
  const handle = scope.run(() => useMaskedValues(() => draft))
  if (handle === undefined) throw new Error('no scope')
  return { draft, values: handle, leave: () => scope.stop(), bridge }
}

describe('revealed secrets', () => {
  it('are masked again after a minute without typing', async () => {
    const { draft, values } = setUp()
    await values.reveal()
    expect([draft.values, values.isRevealed.value, values.masked.value]).toEqual([shown, true, 0])
    await vi.advanceTimersByTimeAsync(50_000)
    draft.values = `${shown}c: 2\n`
    await vi.advanceTimersByTimeAsync(50_000)
    expect(values.isRevealed.value).toBe(true)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([draft.values, values.isRevealed.value]).toEqual([`${masked}c: 2\n`, false])
  })

  it('are masked when the page is left, and what an earlier window left', async () => {
    const { draft, values, leave } = setUp(shown)
    await vi.waitFor(() => expect(draft.values).toBe(masked))
    await values.reveal(['a'])
    leave()
    await vi.waitFor(() => expect(draft.values).toBe(masked))
  })

  it('are hidden at once where undo brings them back', async () => {
    const { draft } = setUp()
    await nextTick()
    draft.values = `${shown}c: 2\n`
    await vi.waitFor(() => expect(draft.values).toBe(`${masked}c: 2\n`))
  })

  it('stay in sight of who types on, and are hidden after that', async () => {
    const { draft, values, bridge } = setUp()
    await values.reveal()
    const answer = bridge.answers['release:hide_values']
    let isTyping = true
    bridge.answers['release:hide_values'] = (input) => {
      if (isTyping) draft.values += '# more\n'
      return answer?.(input) ?? Promise.reject(new Error('none'))
    }
    await values.hide()
    expect([draft.values.includes('hunter22'), values.isRevealed.value]).toEqual([true, true])
    isTyping = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect([draft.values.includes('hunter22'), values.isRevealed.value]).toEqual([false, false])
  })

  it('take what is typed while they are on their way', async () => {
    const { draft, values, bridge } = setUp()
    await nextTick()
    const answer = bridge.answers['release:reveal_values']
    bridge.answers['release:reveal_values'] = (input) => {
      if (draft.values === masked) draft.values = `${masked}c: 2\n`
      return answer?.(input) ?? Promise.reject(new Error('none'))
    }
    await values.reveal()
    expect(draft.values).toBe(`${shown}c: 2\n`)
  })

  it('say why they cannot be shown', async () => {
    const { draft, values, bridge } = setUp()
    bridge.answers['release:reveal_values'] = failing('cluster-unreachable', 'It is not there.')
    await values.reveal()
    expect([draft.values, values.isRevealed.value, values.problem.value]).toEqual([masked, false, 'It is not there.'])
    bridge.answers['release:reveal_values'] = ({ values: text }) => Promise.resolve(text)
    await values.reveal()
    expect(values.problem.value).toContain('Type the value.')
  })
})
