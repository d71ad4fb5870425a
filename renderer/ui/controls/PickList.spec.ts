import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import PickList from './PickList.vue'

afterEach(cleanup)

const options = ['prod', 'staging', 'local'].map((value) => ({ value, label: value, note: `${value}.example.com` }))
const show = (extra: object = {}) =>
  render(PickList, {
    props: { label: 'Contexts', options, chosen: ['staging'], search: 'Search contexts', ...extra },
    global: { plugins: [ui] },
  })
const labels = (): string[] => screen.queryAllByRole('option').map((option) => option.textContent.trim())

describe('a pick list', () => {
  it('starts at what is chosen and picks by keyboard', async () => {
    const view = show()
    const box = screen.getByRole('combobox', { name: 'Search contexts' })
    await vi.waitFor(() => expect(document.activeElement).toBe(box))
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('staging')
    await fireEvent.keyDown(box, { key: 'ArrowDown' })
    await fireEvent.keyDown(box, { key: 'ArrowDown' })
    const pointed = document.getElementById(box.getAttribute('aria-activedescendant') ?? '')
    expect(pointed?.textContent).toContain('local')
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect(view.emitted('pick')).toEqual([['local']])
  })

  it('searches label and note, and starts over at the first hit', async () => {
    const view = show()
    const box = screen.getByRole('combobox')
    await fireEvent.update(box, 'prod.example')
    expect(labels()).toHaveLength(1)
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect(view.emitted('pick')).toEqual([['prod']])
  })

  it('says when nothing matches, and then picks nothing', async () => {
    const view = show()
    const box = screen.getByRole('combobox')
    await fireEvent.update(box, 'zzz')
    expect(screen.getByText('Nothing matches “zzz”.')).toBeTruthy()
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect(view.emitted('pick')).toBeUndefined()
  })

  it('takes the keys itself where it has no search box', async () => {
    const view = show({ search: undefined, multiple: true })
    const list = screen.getByRole('listbox', { name: 'Contexts' })
    await vi.waitFor(() => expect(document.activeElement).toBe(list))
    await fireEvent.keyDown(list, { key: 'ArrowUp' })
    await fireEvent.keyDown(list, { key: ' ' })
    expect(view.emitted('pick')).toEqual([['prod']])
  })
})

describe('a pick list of 20,000', () => {
  it('has the options in sight, and moves to any of them', async () => {
    const options = Array.from({ length: 20_000 }, (_, at) => ({ value: `context-${at}`, label: `context-${at}` }))
    const view = show({ options, chosen: ['context-19999'] })
    const box = screen.getByRole('combobox')
    await vi.waitFor(() => expect(document.activeElement).toBe(box))
    const pointed = (): HTMLElement | null => document.getElementById(box.getAttribute('aria-activedescendant') ?? '')
    await vi.waitFor(() => expect(pointed()?.textContent).toContain('context-19999'))
    expect(pointed()?.getAttribute('aria-posinset')).toBe('20000')
    expect(labels().length).toBeLessThan(100)
    await fireEvent.update(box, 'context-12345')
    expect(labels()).toEqual(['context-12345'])
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect(view.emitted('pick')).toEqual([['context-12345']])
  })
})
