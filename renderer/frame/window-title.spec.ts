import { describe, expect, it } from 'vitest'
import { windowTitle } from './window-title'

describe('windowTitle', () => {
  it.each([
    ['shop-basket', 'Releases', 'shop-basket – Releases – Wheelhouse'],
    ['Releases', 'Releases', 'Releases – Wheelhouse'],
    ['', 'Activity', 'Activity – Wheelhouse'],
    ['', '', 'Wheelhouse'],
    ['shop\u202Eteksab', 'Releases', 'shop[U+202E]teksab – Releases – Wheelhouse'],
  ])('names %j in %j', (name, place, title) => {
    expect(windowTitle(name, place)).toBe(title)
  })
})
