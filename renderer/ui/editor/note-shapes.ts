import type { MarkKind } from '@shared/values-marks/mark'

/** Lucide's strokes by name: an editor's notes are no components, so that their icons are drawn here. */
const strokes = {
  'circle-x': ['M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20', 'm15 9-6 6', 'm9 9 6 6'],
  'triangle-alert': [
    'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3',
    'M12 9v4',
    'M12 17h.01',
  ],
  equal: ['M5 9h14', 'M5 15h14'],
  lock: ['M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2', 'M7 11V7a5 5 0 0 1 10 0v4'],
  info: ['M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20', 'M12 16v-4', 'M12 8h.01'],
} as const

type NoteIcon = keyof typeof strokes

/** What a kind of mark looks like, the same beside the line and where it is counted. */
export const noteIcons: Readonly<Record<MarkKind, NoteIcon>> = {
  wrong: 'circle-x',
  type: 'info',
  unknown: 'triangle-alert',
  same: 'equal',
  dropped: 'triangle-alert',
  renamed: 'triangle-alert',
  retyped: 'triangle-alert',
  read: 'info',
  null: 'info',
}

/** An icon of 13 pixels in the colour around it. */
export function drawIcon(name: NoteIcon): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: '13',
    height: '13',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }))
    svg.setAttribute(key, value)
  for (const stroke of strokes[name]) {
    const path = document.createElementNS(space, 'path')
    path.setAttribute('d', stroke)
    svg.append(path)
  }
  return svg
}
