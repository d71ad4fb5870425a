import { expect, it } from 'vitest'
import { keepWork } from './kept-work'

it('keeps the last ones that were made', async () => {
  const work = keepWork<number>(2)
  for (const number of [1, 2, 1, 3]) await work.make(`id-${number}`, () => Promise.resolve(number))
  expect(['id-1', 'id-2', 'id-3'].map(work.get)).toEqual([1, undefined, 3])
})

it('ends what nobody waits for any more, and keeps nothing of it', async () => {
  const work = keepWork<string>(2)
  const signals: AbortSignal[] = []
  const ends: (() => void)[] = []
  const begin = (): Promise<string> =>
    work.make('id', (signal) => {
      signals.push(signal)
      return new Promise((resolve) => ends.push(() => resolve('made')))
    })
  const first = begin()
  const second = begin()
  work.cancel('id')
  for (const end of ends) end()
  for (const made of [first, second]) await expect(made).rejects.toMatchObject({ error: { code: 'cancelled' } })
  expect(work.get('id')).toBeUndefined()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})
