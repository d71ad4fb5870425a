import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeWindow, type Area } from './window-place'

const main: Area = { x: 0, y: 25, width: 1440, height: 875 }
const second: Area = { x: 1440, y: 0, width: 1920, height: 1080 }

describe('placeWindow', () => {
  it('lets the system choose on the first start', () => {
    expect(placeWindow(undefined, [main])).toEqual({ width: 1280, height: 800, maximized: false })
  })

  it('opens where the window was left', () => {
    const saved = { x: 1500, y: 40, width: 1000, height: 700, maximized: true }
    expect(placeWindow(saved, [main, second])).toEqual(saved)
  })

  it('forgets the place on a monitor that is gone, and keeps what fits of the size', () => {
    const saved = { x: 1500, y: 40, width: 1900, height: 700, maximized: false }
    expect(placeWindow(saved, [main])).toEqual({ width: 1440, height: 700, maximized: false })
  })

  it('fits the first start to a small screen', () => {
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 600 }])).toMatchObject({
      width: 1024,
      height: 600,
    })
  })

  it('takes back what hangs over the edge', () => {
    const saved = { x: -300, y: 500, width: 1000, height: 700, maximized: false }
    expect(placeWindow(saved, [main])).toMatchObject({ x: 0, y: 200, width: 1000, height: 700 })
  })

  it('chooses the monitor that shows most of it', () => {
    const saved = { x: 1300, y: 100, width: 800, height: 600, maximized: false }
    expect(placeWindow(saved, [main, second])).toMatchObject({ x: 1440, y: 100 })
  })

  it('always opens wholly on a monitor, or where the system chooses', () => {
    const length = fc.integer({ min: 1, max: 10_000 })
    const offset = fc.integer({ min: -10_000, max: 10_000 })
    const area = fc.record({ x: offset, y: offset, width: length, height: length })
    const inside = (window: Area, screen: Area): boolean =>
      window.x >= screen.x &&
      window.y >= screen.y &&
      window.x + window.width <= screen.x + screen.width &&
      window.y + window.height <= screen.y + screen.height
    fc.assert(
      fc.property(area, fc.array(area, { minLength: 1, maxLength: 3 }), (saved, screens) => {
        const { x, y, width, height } = placeWindow({ ...saved, maximized: false }, screens)
        if (x === undefined || y === undefined) expect(width).toBeLessThanOrEqual(screens[0]?.width ?? 0)
        else expect(screens.some((screen) => inside({ x, y, width, height }, screen))).toBe(true)
      }),
    )
  })
})
