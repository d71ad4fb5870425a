import { describe, expect, it, vi } from 'vitest'
import { isFirstStart, type SingleInstanceDeps } from './single-instance'

const opening = { files: ['/a.yaml'], total: 3 }

type Listener = (event: unknown, argv: string[], cwd: string, data: unknown) => void

/** What travels from one start to the other. */
const handed = (given: unknown): unknown => ({ opening: JSON.stringify(given) })

function start(isFirst: boolean) {
  const listeners: Listener[] = []
  const requestSingleInstanceLock = vi.fn(() => isFirst)
  const app = { requestSingleInstanceLock, on: vi.fn((_name: string, listener: Listener) => listeners.push(listener)) }
  const onSecondStart = vi.fn()
  const first = isFirstStart({ app: app as unknown as SingleInstanceDeps['app'], opening, onSecondStart })
  return { first, requestSingleInstanceLock, listeners, onSecondStart }
}

describe('isFirstStart', () => {
  it('hands the files of a second start over and lets it end', () => {
    const { first, requestSingleInstanceLock, listeners } = start(false)
    expect(first).toBe(false)
    expect(requestSingleInstanceLock).toHaveBeenCalledExactlyOnceWith(handed(opening))
    expect(listeners).toEqual([])
  })

  it('takes the files that a later start hands over, and no others', () => {
    const { first, listeners, onSecondStart } = start(true)
    expect(first).toBe(true)
    listeners[0]?.({}, ['wheelhouse', '--switch', '/sorted.yaml'], '/', handed({ files: ['/b.yaml'], total: 1 }))
    expect(onSecondStart).toHaveBeenLastCalledWith({ files: ['/b.yaml'], total: 1 })
  })

  it('travels as one text of ASCII, whatever the names are', () => {
    const app = { requestSingleInstanceLock: vi.fn<(data: { opening: string }) => boolean>(() => false), on: vi.fn() }
    const odd = { files: ['/ä\t\u0100 💾.yaml'], total: 10 }
    isFirstStart({ app, opening: odd, onSecondStart: vi.fn() })
    const text = app.requestSingleInstanceLock.mock.calls[0]?.[0].opening ?? ''
    expect(text).toMatch(/^[\u0020-\u007e]+$/)
    expect(JSON.parse(text)).toEqual(odd)
  })

  it('takes ten of a thousand files, and knows of the others', () => {
    const { listeners, onSecondStart } = start(true)
    const files = Array.from({ length: 1_000 }, (_, at) => `/${at}.yaml`)
    listeners[0]?.({}, [], '/', handed({ files, total: 1_500 }))
    expect(onSecondStart).toHaveBeenCalledExactlyOnceWith({ files: files.slice(0, 10), total: 1_500 })
  })

  it.each([
    undefined,
    null,
    'text',
    { opening: 1 },
    { opening: '{' },
    { opening: `[${' '.repeat(70_000)}]` },
    handed({ files: 'x', total: 1 }),
    handed({ files: [1], total: 1 }),
    handed({ files: [''], total: 1 }),
    handed({ files: ['/x'], total: -1 }),
    handed({ files: ['x'.repeat(5_000)], total: 1 }),
  ])('still shows the window when what comes is %j', (data) => {
    const { listeners, onSecondStart } = start(true)
    listeners[0]?.({}, [], '/', data)
    expect(onSecondStart).toHaveBeenCalledExactlyOnceWith({ files: [], total: 0 })
  })
})
