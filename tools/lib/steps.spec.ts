import { describe, expect, it } from 'vitest'
import { createReporter } from './reporter.mjs'
import { runSteps } from './steps.mjs'
import type { Step } from './steps.mjs'

describe('runSteps', () => {
  it('runs independent steps side by side, and each after those it needs', async () => {
    const log: string[] = []
    const step = (id: string, needs: string[] = []): Step => ({
      id,
      title: id,
      needs,
      run: async () => {
        log.push(`${id} starts`)
        await Promise.resolve()
        log.push(`${id} ends`)
      },
    })
    await runSteps([step('c', ['a', 'b']), step('a'), step('b')], options())
    expect(log.slice(0, 2).sort()).toEqual(['a starts', 'b starts'])
    expect(log.slice(4)).toEqual(['c starts', 'c ends'])
  })

  it('keeps to its slots', async () => {
    let running = 0
    let most = 0
    const steps = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      title: id,
      run: async () => {
        most = Math.max(most, (running += 1))
        await new Promise((resolve) => setTimeout(resolve, 10))
        running -= 1
      },
    }))
    await runSteps(steps, { ...options(), slots: 2 })
    expect(most).toBe(2)
  })

  it('skips what is done', async () => {
    const run = () => Promise.reject(new Error('must not run'))
    await runSteps([{ id: 'a', title: 'a', isDone: () => true, run }], options())
  })

  it('stops the others at the first failure, runs nothing that needed it, and waits for all to end', async () => {
    let stopped = false
    const steps: Step[] = [
      { id: 'bad', title: 'bad', run: () => Promise.reject(new Error('broken')) },
      { id: 'after', title: 'after', needs: ['bad'], run: () => Promise.reject(new Error('must not run')) },
      {
        id: 'long',
        title: 'long',
        run: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              stopped = true
              reject(new Error('stopped'))
            })
          }),
      },
    ]
    await expect(runSteps(steps, options())).rejects.toThrow('broken')
    expect(stopped).toBe(true)
  })

  it('ends with the reason of an interruption', async () => {
    const controller = new AbortController()
    const run = () => {
      controller.abort(new Error('interrupted'))
      return Promise.resolve()
    }
    const steps = [
      { id: 'a', title: 'a', run },
      { id: 'b', title: 'b', needs: ['a'], run: () => Promise.reject(new Error('no')) },
    ]
    await expect(runSteps(steps, options(controller.signal))).rejects.toThrow('interrupted')
  })
})

function options(signal = new AbortController().signal) {
  const durations = { estimate: () => undefined, learn: () => undefined, save: () => Promise.resolve() }
  return { reporter: createReporter({ write: () => true }), durations, signal }
}
