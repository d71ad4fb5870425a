/** A part of the desktop, in its own pixels. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was; x and y are absent when the system has to choose. */
export interface WindowPlace {
  readonly x?: number | undefined
  readonly y?: number | undefined
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

const usual: WindowPlace = { width: 1280, height: 800, maximized: false }

/**
 * Where to open the window: as it was left, but wholly on a monitor that is there. When its monitor is gone, the system
 * chooses the place, and the size fits the first monitor.
 * @param saved undefined on the first start
 * @param screens the usable areas of the monitors, the main one first
 */
export function placeWindow(saved: WindowPlace | undefined, screens: readonly Area[]): WindowPlace {
  const { x, y, width, height, maximized } = saved ?? usual
  const window = x === undefined || y === undefined ? null : { x, y, width, height }
  const home = window && mostCovered(window, screens)
  if (window === null || home === null) return { ...fit({ width, height }, screens[0]), maximized }
  const size = fit(window, home)
  return {
    x: within(window.x, home.x, home.x + home.width - size.width),
    y: within(window.y, home.y, home.y + home.height - size.height),
    ...size,
    maximized,
  }
}

/** The screen that shows most of the window; null when none shows any of it. */
function mostCovered(window: Area, screens: readonly Area[]): Area | null {
  const shown = screens.map((screen) => ({ screen, part: overlap(window, screen) }))
  const [best] = shown.filter(({ part }) => part > 0).sort((one, other) => other.part - one.part)
  return best?.screen ?? null
}

function overlap(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return Math.max(0, width) * Math.max(0, height)
}

function fit(
  { width, height }: Pick<Area, 'width' | 'height'>,
  screen: Area | undefined,
): Pick<Area, 'width' | 'height'> {
  if (screen === undefined) return { width, height }
  return { width: Math.min(width, screen.width), height: Math.min(height, screen.height) }
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
