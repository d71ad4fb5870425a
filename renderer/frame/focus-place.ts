/** Where the focus was: the element and, for each of its ancestors, which child led to it. */
export interface FocusPlace {
  readonly element: HTMLElement
  /** The nearest ancestor first; up to the body, which is not among them. */
  readonly path: readonly { readonly parent: HTMLElement; readonly index: number }[]
}

const reachable = [
  'a[href]',
  'button',
  'input',
  'select',
  'textarea',
  'summary',
  '[contenteditable="true"]',
  '[tabindex]',
].join(',')

/** Remembers where an element is, so that its neighbour can be found once it is gone. */
export function placeOf(element: HTMLElement): FocusPlace {
  const path: { parent: HTMLElement; index: number }[] = []
  let child = element
  for (let parent = child.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
    path.push({ parent, index: [...parent.children].indexOf(child) })
    child = parent
  }
  return { element, path }
}

/** Whether an element can have the focus now: it is there, in sight and not disabled. */
export function canFocus(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    element.checkVisibility({ visibilityProperty: true })
  )
}

/**
 * Who takes the focus of a place: its element, where that can have it; else its neighbour, the next one before the one
 * before, in the nearest ancestor that is still there.
 * @param isLimit true for the ancestor from which on nothing is near any more
 * @returns null where nobody near can have it
 */
export function heirOf({ element, path }: FocusPlace, isLimit: (ancestor: HTMLElement) => boolean): HTMLElement | null {
  if (canFocus(element)) return element
  for (const { parent, index } of path) {
    if (isLimit(parent)) return null
    if (!canFocus(parent)) continue
    if (parent.matches('[tabindex]')) return parent
    const children = [...parent.children]
    const heir = firstIn(children.slice(index)) ?? firstIn(children.slice(0, index).reverse())
    if (heir !== null) return heir
  }
  return null
}

function firstIn(elements: readonly Element[]): HTMLElement | null {
  for (const element of elements) {
    const inside = [element, ...element.querySelectorAll(reachable)]
    const first = inside.find((one) => one instanceof HTMLElement && isStop(one) && canFocus(one))
    if (first instanceof HTMLElement) return first
  }
  return null
}

/** Tab stops there. */
function isStop(element: HTMLElement): boolean {
  return element.matches(reachable) && element.tabIndex >= 0
}
