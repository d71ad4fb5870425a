import { afterEach, describe, expect, it } from 'vitest'
import { canFocus, heirOf, placeOf } from './focus-place'

afterEach(() => (document.body.innerHTML = ''))

/** Shows a document; gives the element that had the focus and, once what is named `gone` is removed, its heir's id. */
function heirAfter(html: string, limit = '#limit'): string | null {
  document.body.innerHTML = `<div id="limit">${html}</div>`
  const element = document.querySelector<HTMLElement>('[data-had]')
  if (element === null) throw new Error('nothing had the focus')
  const place = placeOf(element)
  document.querySelector('[data-gone]')?.remove()
  return heirOf(place, (ancestor) => ancestor.matches(limit))?.id ?? null
}

describe('the heir of a focus', () => {
  it.each([
    ['itself, where it stays', '<p><button id="same" data-had></button></p>', 'same'],
    ['the next one', '<p><a href="#" id="a"></a><b data-had data-gone></b><a href="#" id="c"></a></p>', 'c'],
    ['the one before, where none follows', '<p><a href="#" id="a"></a><b data-had data-gone></b></p>', 'a'],
    [
      'one in the next row',
      '<ul><li><i id="r1" tabindex="0"></i></li><li data-gone><b data-had></b></li><li><i id="r3" tabindex="0"></i></li></ul>',
      'r3',
    ],
    [
      'what holds it, where that takes the focus',
      '<div id="list" tabindex="-1"><b data-had data-gone></b></div>',
      'list',
    ],
    [
      'the one beside, where it cannot be pressed any more',
      '<p><button disabled data-had></button><button id="b"></button></p>',
      'b',
    ],
    [
      'none that Tab does not stop at',
      '<p><b data-had data-gone></b><a href="#" tabindex="-1" id="a"></a><input disabled /></p>',
      null,
    ],
    ['nobody beyond the limit', '<b data-had data-gone></b><button id="far"></button>', null],
  ])('is %s', (_, html, heir) => {
    expect(heirAfter(html)).toBe(heir)
  })

  it('is looked for further out, where all around it went too', () => {
    const html = '<div><section data-gone><p><b data-had></b></p></section><button id="near"></button></div>'
    expect(heirAfter(html)).toBe('near')
  })
})

describe('canFocus', () => {
  it.each([
    ['<button></button>', true],
    ['<button disabled></button>', false],
    ['<div inert><button></button></div>', false],
    ['<div style="display: none"><button></button></div>', false],
    ['<div style="visibility: hidden"><button></button></div>', false],
  ])('of the button in %s is %s', (html, can) => {
    document.body.innerHTML = html
    const button = document.querySelector('button')
    expect(button !== null && canFocus(button)).toBe(can)
  })

  it('of what is in no document is false', () => {
    expect(canFocus(document.createElement('button'))).toBe(false)
  })
})
