import { describe, expect, it } from 'vitest'
import { createTaskQueue } from './task-queue'

describe('the queue of tasks', () => {
  it('run all that was asked for, in order, with the event loop free in between', async () => {
    const queue = createTaskQueue()
    const seen: string[] = []
    const beat = (): void => {
      seen.push('|')
      if (!seen.includes('c')) setImmediate(beat)
    }
    await new Promise<void>((resolve) => {
      queue.take(() => seen.push('a'))
      queue.take(() => seen.push('b'))
      setImmediate(beat)
      queue.take(() => {
        seen.push('c')
        resolve()
      })
    })
    expect(seen.join('')).toBe('a|b|c')
  })

  it('begin again after there was nothing to do', async () => {
    const queue = createTaskQueue()
    const first = await new Promise((resolve) => queue.take(() => resolve(1)))
    const second = await new Promise((resolve) => queue.take(() => resolve(2)))
    expect([first, second]).toEqual([1, 2])
  })
})
