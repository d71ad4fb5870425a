import { describe, expect, it } from 'vitest'
import { createChartMemory } from './chart-memory'

describe('what is remembered of charts', () => {
  it('is what has a version in a repository, once it is known', async () => {
    const memory = createChartMemory()
    let asked = 0
    const ask = (): Promise<string> => Promise.resolve(`text ${(asked += 1)}`)
    expect(await memory.definitions('shop/web', '1.0.0', ask)).toBe('text 1')
    expect(await memory.definitions('shop/web', '1.0.0', ask)).toBe('text 1')
    expect(await memory.definitions('shop/web', '1.1.0', ask)).toBe('text 2')
    expect(await memory.definitions('/charts/web', '1.0.0', ask)).toBe('text 3')
    expect(await memory.definitions('/charts/web', '1.0.0', ask)).toBe('text 4')
    memory.noteTwice('shop/web', '1.0.0')
    expect(memory.isTwice('shop/web', '1.0.0')).toBe(true)
    expect(memory.isTwice('shop/web', undefined)).toBe(false)
  })

  it('is asked for again where there was nothing', async () => {
    const memory = createChartMemory()
    const answers = ['', 'a definition']
    const ask = (): Promise<string> => Promise.resolve(answers.shift() ?? 'more')
    expect(await memory.definitions('shop/web', '1.0.0', ask)).toBe('')
    expect(await memory.definitions('shop/web', '1.0.0', ask)).toBe('a definition')
  })
})
