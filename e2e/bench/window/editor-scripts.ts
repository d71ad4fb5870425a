/** What the bench runs inside the page with the values editor; sent over as text, like page-scripts.ts. */

interface PageElement {
  readonly textContent: string | null
}
interface PageEvent {
  readonly timeStamp: number
}
declare const document: {
  readonly body: PageElement
  querySelectorAll: (selector: string) => Iterable<PageElement>
  addEventListener: (name: string, listener: (event: PageEvent) => void, isCapture: boolean) => void
  removeEventListener: (name: string, listener: (event: PageEvent) => void, isCapture: boolean) => void
}
declare class MutationObserver {
  constructor(listener: () => void)
  observe(target: PageElement, options: object): void
  disconnect(): void
}
declare function requestAnimationFrame(listener: (at: number) => void): number

/** Notes from now on how long each key takes until what it wrote is painted. */
export function watchKeys(): void {
  const times: number[] = []
  let pressed: number | null = null
  const onKey = (event: PageEvent): void => {
    pressed = event.timeStamp
  }
  const onInput = (): void => {
    const from = pressed
    pressed = null
    // The frame paints it; what is asked for within it comes after that.
    if (from !== null) requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)))
  }
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('input', onInput, true)
  const page = globalThis as { benchKeys?: () => number[] }
  page.benchKeys = () => {
    document.removeEventListener('keydown', onKey, true)
    document.removeEventListener('input', onInput, true)
    return times
  }
}

/** Ends `watchKeys`. Milliseconds. */
export function takeKeys(): number[] {
  return (globalThis as { benchKeys?: () => number[] }).benchKeys?.() ?? []
}

/** From the next key to the first time that something in the page reads so. `until` is asked with `seenAt`. */
export function watchFor({ selector, text }: { readonly selector: string; readonly text: string }): void {
  let pressed = 0
  const page = globalThis as { benchSeen?: number | null }
  page.benchSeen = null
  const isThere = (): boolean =>
    [...document.querySelectorAll(selector)].some((one) => one.textContent?.includes(text) === true)
  const onKey = (event: PageEvent): void => {
    pressed = event.timeStamp
  }
  const observer = new MutationObserver(() => {
    if (pressed === 0 || !isThere()) return
    page.benchSeen = performance.now() - pressed
    observer.disconnect()
    document.removeEventListener('keydown', onKey, true)
  })
  document.addEventListener('keydown', onKey, true)
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
}

/** What `watchFor` has found: milliseconds after the last key before it; false as long as it is not there. */
export function seenAfter(): number | false {
  return (globalThis as { benchSeen?: number | null }).benchSeen ?? false
}
