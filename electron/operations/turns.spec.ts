import { describe, expect, it } from 'vitest'
import { createTurns } from './turns'

describe('turns', () => {
  it('run all that was asked for, in order, with the event loop free in between', async () => {
    const turns = createTurns()
    const seen: string[] = []
    const beat = (): void => {
      seen.push('|')
      if (!seen.includes('c')) setImmediate(beat)
    }
    await new Promise<void>((resolve) => {
      turns.take(() => seen.push('a'))
      turns.take(() => seen.push('b'))
      setImmediate(beat)
      turns.take(() => {
        seen.push('c')
        resolve()
      })
    })
    expect(seen.join('')).toBe('a|b|c')
  })

  it('begin again after there was nothing to do', async () => {
    const turns = createTurns()
    const first = await new Promise((resolve) => turns.take(() => resolve(1)))
    const second = await new Promise((resolve) => turns.take(() => resolve(2)))
    expect([first, second]).toEqual([1, 2])
  })
})
