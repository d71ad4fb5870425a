import { afterEach, expect, it, vi } from 'vitest'
import { useCopy } from './useCopy'

afterEach(() => void Reflect.deleteProperty(document, 'execCommand'))

/** Stands for the browser's copy command, which the test's document does not have. */
function copyCommand(clipboardData: { setData: (type: string, text: string) => void } | null, works = true): void {
  const run = (): boolean => {
    document.dispatchEvent(Object.assign(new Event('copy', { cancelable: true }), { clipboardData }))
    return works
  }
  Object.defineProperty(document, 'execCommand', { configurable: true, value: run })
}

it('hands the text over in the copy event, once', () => {
  const setData = vi.fn()
  copyCommand({ setData })
  const { copy, outcome } = useCopy()
  copy('raw text')
  expect(setData.mock.calls).toEqual([['text/plain', 'raw text']])
  expect(outcome.value).toBe('copied')
  document.dispatchEvent(Object.assign(new Event('copy'), { clipboardData: { setData } }))
  expect(setData).toHaveBeenCalledTimes(1)
})

it('says so when nothing was copied', () => {
  copyCommand(null)
  const { copy, outcome } = useCopy()
  copy('raw text')
  expect(outcome.value).toBe('failed')
  copyCommand({ setData: vi.fn() }, false)
  copy('raw text')
  expect(outcome.value).toBe('failed')
})
