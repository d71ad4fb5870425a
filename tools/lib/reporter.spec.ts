import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReporter, seconds } from './reporter.mjs'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createReporter', () => {
  it('writes one line for each change, and one every ten seconds, where there is no terminal', () => {
    const { out, reporter } = record({})
    reporter.start('go', 'Control plane', 300_000)
    vi.advanceTimersByTime(10_000)
    reporter.update('go', { fraction: 0.5, note: '500 of 1000 packages' })
    vi.advanceTimersByTime(10_000)
    reporter.end('go', 'done')
    expect(out).toEqual([
      '… Control plane, about 5 min 0 s\n',
      '… Control plane, 10 s, about 4 min 50 s left\n',
      '… Control plane 50 %, 20 s, about 20 s left (500 of 1000 packages)\n',
      '✓ Control plane, 20 s\n',
    ])
    reporter.close()
  })

  it('says nothing about a step that was over at once, unless it failed', () => {
    const { out, reporter } = record({})
    reporter.start('a', 'Quick', undefined)
    reporter.end('a', 'done')
    vi.advanceTimersByTime(60_000)
    expect(out).toEqual([])
    reporter.start('b', 'Broken', undefined)
    reporter.end('b', 'failed', 'no space')
    expect(out).toEqual(['✗ Broken, 0.0 s: no space\n'])
    reporter.close()
  })

  it('rewrites its lines in a terminal, within its width', () => {
    const { out, reporter } = record({ isTTY: true, columns: 20 })
    reporter.start('a', 'A step with a very long title', undefined)
    vi.advanceTimersByTime(1_000)
    expect(out.at(-1)).toHaveLength(20)
    expect(out).toContain('\u001b[1A\u001b[0J')
    reporter.close()
  })
})

describe('seconds', () => {
  it.each([
    [80, '0.1 s'],
    [9_940, '9.9 s'],
    [119_400, '119 s'],
    [330_000, '5 min 30 s'],
    [239_900, '4 min 0 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(seconds(ms)).toBe(text)
  })
})

function record(terminal: { isTTY?: boolean; columns?: number }) {
  const out: string[] = []
  return { out, reporter: createReporter({ ...terminal, write: (text) => out.push(text) }) }
}
