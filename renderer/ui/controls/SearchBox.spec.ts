import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import SearchBox from './SearchBox.vue'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  cleanup()
})

function open(search = '') {
  const words = { label: 'Search releases', hint: 'Search by name' }
  const shown = render(SearchBox, { props: { search, ...words }, global: { plugins: [ui] } })
  const box = screen.getByRole<HTMLInputElement>('searchbox')
  return {
    box,
    rerender: (props: { search: string }) => shown.rerender({ ...words, ...props }),
    told: () => texts('search'),
    entered: () => texts('enter'),
  }

  function texts(event: string): unknown[] {
    return Object.values(shown.emitted<unknown[]>()[event] ?? {}).flat()
  }
}

describe('the search box', () => {
  it('tells the first letter at once, and those that follow soon after: no letter is lost', async () => {
    const { box, told } = open()
    await fireEvent.update(box, 'r')
    expect(told()).toEqual(['r'])
    await fireEvent.update(box, 're')
    await fireEvent.update(box, 'red')
    expect(told()).toEqual(['r'])
    await vi.advanceTimersByTimeAsync(200)
    expect(told()).toEqual(['r', 'red'])
  })

  it('tells nothing later than it has to: that could undo where a click has led', async () => {
    const { box, told } = open()
    await fireEvent.update(box, 'red')
    expect(told()).toEqual(['red'])
    await vi.advanceTimersByTimeAsync(200)
    expect(told()).toEqual(['red'])
  })

  it('tells the search before Enter', async () => {
    const { box, told, entered } = open()
    await fireEvent.update(box, 're')
    await fireEvent.update(box, 'red')
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect(told()).toEqual(['re', 'red'])
    expect(entered()).toEqual(['red'])
  })

  it('follows the address, but never takes back letters that are ahead of it', async () => {
    const { box, rerender } = open()
    await fireEvent.update(box, 're')
    await fireEvent.update(box, 'red')
    await rerender({ search: 're' })
    expect(box.value).toBe('red')
    await rerender({ search: 'basket' })
    expect(box.value).toBe('basket')
  })
})
