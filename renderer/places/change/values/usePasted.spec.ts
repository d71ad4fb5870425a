import { describe, expect, it, vi } from 'vitest'
import { ref, shallowRef, nextTick } from 'vue'
import type { PastedValues } from '@shared/values-edit/only-own'
import { usePasted } from './usePasted'

const what: PastedValues = { kind: 'defaults', text: '', onlyOwn: 'own: 1\n', same: 9, all: 10, question: 'Keep?' }
const long = `${'a: 1 # of the chart\n'.repeat(10)}own: 1\n`

function setUp() {
  const [text, known] = [ref(''), shallowRef<unknown>(null)]
  const pasted = vi.fn((asked: string) => Promise.resolve(asked === '' ? null : what))
  return { text, known, asked: pasted, ...usePasted(text, { pasted }, known) }
}

describe('values that were pasted', () => {
  it('are told, and only what differs is kept', async () => {
    const { text, pasted, keepOwn } = setUp()
    text.value = long
    await vi.waitFor(() => expect(pasted.value).toEqual(what))
    keepOwn()
    expect(text.value).toBe('own: 1\n')
    expect(pasted.value).toBeNull()
  })

  it("are nobody's offer any more once something is typed into them", async () => {
    const { text, pasted, keepOwn } = setUp()
    text.value = long
    await vi.waitFor(() => expect(pasted.value).toEqual(what))
    text.value = `${long}mine: 2\n`
    expect(pasted.value).toBeNull()
    keepOwn()
    expect(text.value).toBe(`${long}mine: 2\n`)
  })

  it('are looked at again when the chart becomes known, and not while somebody types', async () => {
    const { text, known, asked } = setUp()
    await nextTick()
    asked.mockClear()
    text.value = 'a: 1'
    await nextTick()
    expect(asked).not.toHaveBeenCalled()
    known.value = {}
    await nextTick()
    expect(asked).toHaveBeenCalledWith('a: 1')
  })
})
