import { describe, expect, it } from 'vitest'
import type { ReleaseHealth } from '@shared/model/health'
import { keepHealth, newHealthBook, takeAllHealth, takeHealth } from './health-book'

const ready: ReleaseHealth = { state: 'ready', words: '', detail: '' }
const failing: ReleaseHealth = { state: 'failing', words: 'OOMKilled', detail: 'Deployment web' }

describe('what is known of health', () => {
  it('changes with what is told, in its order', () => {
    const book = takeHealth(newHealthBook(), [
      { context: 'prod', changed: [['shop/web', failing]], problem: 'You may not list Jobs.' },
      {
        context: 'prod',
        changed: [
          ['shop/web', ready],
          ['shop/api', failing],
        ],
        problem: '',
      },
      { context: 'prod', changed: [['shop/api', null]], problem: '' },
    ])
    expect([...book.known]).toEqual([['prod/shop/web', ready]])
    expect(book.problems.get('prod')).toBe('')
    expect(book.version).toBe(1)
  })

  it('is replaced by all that is known of a context, and nothing of the others', () => {
    const before = takeHealth(newHealthBook(), [
      { context: 'prod', changed: [['shop/old', ready]], problem: '' },
      { context: 'prod/eu', changed: [['shop/web', ready]], problem: '' },
    ])
    const book = takeAllHealth(before, { context: 'prod', changed: [['shop/web', failing]], problem: '' })
    expect(new Map(book.known)).toEqual(
      new Map([
        ['prod/eu/shop/web', ready],
        ['prod/shop/web', failing],
      ]),
    )
    expect([...keepHealth(book, ['prod']).known.keys()]).toEqual(['prod/shop/web'])
  })
})
