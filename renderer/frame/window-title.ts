import { visibleLine } from '@shared/visible'

/**
 * The window's title, the most particular first: `shop-basket – Releases – Wheelhouse`.
 * @param name what the view calls itself; @param place where in the app it is. Either may be ''.
 */
export function windowTitle(name: string, place: string): string {
  return [...new Set([visibleLine(name), place, 'Wheelhouse'])].filter((part) => part !== '').join(' – ')
}
