import { describe, expect, it, vi } from 'vitest'
import { isFirstStart, type SingleInstanceDeps } from './single-instance'

type Listener = (event: unknown, argv: string[], cwd: string, data: unknown) => void

function start(isFirst: boolean) {
  const listeners: Listener[] = []
  const requestSingleInstanceLock = vi.fn(() => isFirst)
  const app = { requestSingleInstanceLock, on: vi.fn((_name: string, listener: Listener) => listeners.push(listener)) }
  const onSecondStart = vi.fn()
  const first = isFirstStart({ app: app as unknown as SingleInstanceDeps['app'], files: ['/a.yaml'], onSecondStart })
  return { first, requestSingleInstanceLock, listeners, onSecondStart }
}

describe('isFirstStart', () => {
  it('hands the files of a second start over and lets it end', () => {
    const { first, requestSingleInstanceLock, listeners } = start(false)
    expect(first).toBe(false)
    expect(requestSingleInstanceLock).toHaveBeenCalledExactlyOnceWith({ files: ['/a.yaml'] })
    expect(listeners).toEqual([])
  })

  it('takes the files that a later start hands over, and no others', () => {
    const { first, listeners, onSecondStart } = start(true)
    expect(first).toBe(true)
    listeners[0]?.({}, ['wheelhouse', '--switch', '/sorted.yaml'], '/', { files: ['/b.yaml'] })
    expect(onSecondStart).toHaveBeenLastCalledWith(['/b.yaml'])
  })

  it.each([undefined, null, 'text', { files: 'x' }, { files: [1] }, { files: [''] }, { files: ['x'.repeat(5_000)] }])(
    'still shows the window when what comes is %j',
    (data) => {
      const { listeners, onSecondStart } = start(true)
      listeners[0]?.({}, [], '/', data)
      expect(onSecondStart).toHaveBeenCalledExactlyOnceWith([])
    },
  )
})
