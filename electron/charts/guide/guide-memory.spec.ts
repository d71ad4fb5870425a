import { describe, expect, it, vi } from 'vitest'
import type { ValuesGuide } from '@shared/model/values-guide'
import { createGuideMemory } from './guide-memory'

const guide = (text = ''): ValuesGuide => ({
  schemas: [],
  defaults: [{ path: [], text }],
  mentioned: [],
  outside: [],
  gaps: [],
})

/** Which of these are read anew when they are asked for again. */
async function readAgain(memory: ReturnType<typeof createGuideMemory>, keys: readonly string[]): Promise<string[]> {
  const again: string[] = []
  for (const key of keys) {
    await memory.get(key, () => {
      again.push(key)
      return Promise.resolve(guide())
    })
  }
  return again
}

describe('guides in memory', () => {
  it('are read once, also by those who ask meanwhile, until they are forgotten', async () => {
    const memory = createGuideMemory()
    const read = vi.fn(() => Promise.resolve(guide('a')))
    const [one, two] = await Promise.all([memory.get('a', read), memory.get('a', read)])
    expect(one).toBe(two)
    await memory.get('a', read)
    expect(read).toHaveBeenCalledTimes(1)
    memory.clear()
    await memory.get('a', read)
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('are read again after a failure', async () => {
    const memory = createGuideMemory()
    await expect(memory.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await memory.get('a', () => Promise.resolve(guide('a')))).toEqual(guide('a'))
  })

  it('are a few, those asked for last', async () => {
    const memory = createGuideMemory()
    const keys = Array.from({ length: 12 }, (_, index) => String(index))
    await readAgain(memory, keys)
    expect(await readAgain(memory, ['0', 'new', '0'])).toEqual(['new'])
    expect(await readAgain(memory, ['1'])).toEqual(['1'])
  })

  it('are not more than memory should hold', async () => {
    const memory = createGuideMemory()
    const large = guide('#'.repeat(12 * 1024 * 1024))
    for (const key of ['a', 'b', 'c']) await memory.get(key, () => Promise.resolve(large))
    expect(await readAgain(memory, ['b', 'c', 'a'])).toEqual(['a'])
  })
})
