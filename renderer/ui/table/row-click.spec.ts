import { afterEach, describe, expect, it } from 'vitest'
import { isRowClick } from './row-click'

afterEach(() => {
  getSelection()?.removeAllRanges()
  document.body.innerHTML = ''
})

/** What a click on an element comes to, after `take` has had it. */
function click(element: Element, take: (event: Event) => void = () => undefined): boolean | null {
  let answer: boolean | null = null
  element.addEventListener('click', take)
  document.body.addEventListener('click', (event) => (answer = isRowClick(event)), { once: true })
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  return answer
}

function cell(): Element {
  document.body.innerHTML = '<p>some text</p>'
  return document.body.firstElementChild ?? document.body
}

describe('a click on a row', () => {
  it('means the row', () => {
    expect(click(cell())).toBe(true)
  })

  it('means a link in it where that has taken it', () => {
    expect(click(cell(), (event) => event.preventDefault())).toBe(false)
  })

  it('is nothing where it ends the marking of a text', () => {
    const text = cell()
    getSelection()?.selectAllChildren(text)
    expect(click(text)).toBe(false)
  })
})
