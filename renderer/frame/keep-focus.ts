import { nextTick } from 'vue'
import { canFocus, heirOf, placeOf, type FocusPlace } from '@/frame/focus-place'

interface FocusKeeper {
  /** Another view is shown: its heading has the focus, unless the view has put it elsewhere. */
  readonly arrive: () => Promise<void>
  readonly stop: () => void
}

interface Trail {
  /** Who had the focus last; null once the person has put it nowhere, by a click beside everything. */
  last: FocusPlace | null
  /** The last one in the page itself: where whoever closes a dialog or a menu goes back to. */
  inPage: FocusPlace | null
}

/**
 * Watches the focus of the whole window. What has it and goes (a row, a button that is no more, a dialog) hands it to its
 * neighbour, a dialog to where the person was before; at last the view's heading has it, never the page.
 */
export function keepFocus(): FocusKeeper {
  const trail: Trail = { last: null, inPage: null }
  const stopTrail = followFocus(trail)
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    frame = 0
    if (isWaiting() && heading() !== null) focusContent()
    else if (isNowhere() && trail.last !== null && !canFocus(trail.last.element)) giveBack(trail)
  }
  // After the next frame: then dialogs have given back what they took, and the browser has let go of what is gone.
  function lookSoon(): void {
    if (frame === 0) frame = requestAnimationFrame(() => (timer = setTimeout(look)))
  }

  const observer = new MutationObserver(lookSoon)
  const attributeFilter = ['disabled', 'hidden', 'inert', 'style']
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter })
  return {
    arrive: () => arrive(trail),
    stop: () => {
      stopTrail()
      observer.disconnect()
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    },
  }
}

function followFocus(trail: Trail): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  function onFocusIn({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return
    trail.last = placeOf(target)
    if (isInPage(target)) trail.inPage = trail.last
  }
  function onFocusOut({ relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null) return
    timer = setTimeout(() => {
      if (isNowhere() && trail.last !== null && canFocus(trail.last.element)) trail.last = null
    })
  }
  document.addEventListener('focusin', onFocusIn)
  document.addEventListener('focusout', onFocusOut)
  return () => {
    document.removeEventListener('focusin', onFocusIn)
    document.removeEventListener('focusout', onFocusOut)
    clearTimeout(timer)
  }
}

async function arrive(trail: Trail): Promise<void> {
  // The view is drawn, and has put the focus where it wants it.
  await nextTick()
  await nextTick()
  const title = heading()
  if (openDialog() !== null) {
    // The address has opened it; whoever closes it comes to the heading.
    trail.inPage = title === null ? null : placeOf(title)
    return
  }
  const isInView = document.querySelector('main')?.contains(document.activeElement) === true
  if (!isInView || isWaiting()) focusContent()
}

function giveBack({ last, inPage }: Trail): void {
  const dialog = openDialog()
  const place = dialog === null ? inPage : last
  const heir = place === null ? null : heirOf(place, (ancestor) => ancestor === dialog || isBesideNothing(ancestor))
  const next = heir !== null && (dialog === null || dialog.contains(heir)) ? heir : dialog
  next?.focus({ preventScroll: true })
  if (isNowhere()) focusContent()
}

/** Brings the focus to the heading of the view, or to the view's place while it has none. */
export function focusContent(): void {
  const main = document.querySelector('main')
  const title = heading()
  if (title === null && main !== null) {
    // Only for this: a click beside everything must not end there.
    main.tabIndex = -1
    main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true })
  }
  ;(title ?? main)?.focus({ preventScroll: true })
}

const heading = (): HTMLElement | null => document.querySelector<HTMLElement>('main [data-view-heading]')

/** The view was come to, and has no heading yet. */
const isWaiting = (): boolean => document.activeElement?.matches('main[tabindex]') === true

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** Dialogs, menus and popovers lie outside of the frame. */
const isInPage = (element: HTMLElement): boolean => element.closest('[data-frame]') !== null

/** What is beside it in there has nothing to do with it: the view as a whole, what its heading heads, and the frame. */
const isBesideNothing = (ancestor: HTMLElement): boolean =>
  ancestor.matches('main > *, main') || ancestor.querySelector('main, [data-view-heading]') !== null

/** The dialog that lies on top. */
function openDialog(): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>('[role="dialog"][data-state="open"]')].at(-1) ?? null
}
