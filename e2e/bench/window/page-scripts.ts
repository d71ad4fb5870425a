/**
 * What the bench runs inside the page. Each function is sent over as its text: it may use what it is given and what a page
 * has, and nothing else of this file.
 */

/** What a page has of that; these files are checked as Node's. */
interface PageElement {
  readonly textContent: string | null
  readonly clientHeight: number
  readonly scrollHeight: number
  readonly parentElement: PageElement | null
  scrollTop: number
  getAttribute: (name: string) => string | null
  querySelector: (selector: string) => PageElement | null
  focus: () => void
}
declare const document: {
  readonly body: PageElement
  querySelector: (selector: string) => PageElement | null
  querySelectorAll: (selector: string) => Iterable<PageElement>
}
declare class MutationObserver {
  constructor(listener: () => void)
  observe(target: PageElement, options: object): void
}
declare class PerformanceObserver {
  constructor(listener: (list: { getEntries: () => { duration: number }[] }) => void)
  observe(options: object): void
  disconnect(): void
}
declare function requestAnimationFrame(listener: (at: number) => void): number

/** A row as it reads. */
export interface SeenRow {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  readonly status: string
}

/** A row that reads otherwise than before, and since when (milliseconds since 1970, by the page's clock). */
export interface SeenChange extends SeenRow {
  readonly at: number
}

export interface Stalls {
  /** The longest time in which a 5 ms timer could not run. */
  readonly longestMs: number
  /** The longest task of 50 ms or more; 0 when there was none. */
  readonly longTaskMs: number
  /** The longest time between two frames. */
  readonly frameGapMs: number
}

/** The rows that exist now: of a long table only those in sight. */
export function readRows(): SeenRow[] {
  const cell = (row: PageElement, column: string): PageElement | null => row.querySelector(`[data-column="${column}"]`)
  const said = (found: PageElement | null): string => found?.getAttribute('title') ?? found?.textContent?.trim() ?? ''
  return [...document.querySelectorAll('table[aria-label="Releases"] tr')].flatMap((row) => {
    const name = cell(row, 'name')
    if (name === null || row.querySelector('th') !== null) return []
    const revision = Number(cell(row, 'revision')?.textContent?.replace(/\D/g, ''))
    return [{ name: said(name), namespace: said(cell(row, 'namespace')), revision, status: said(cell(row, 'status')) }]
  })
}

/** Notes from now on when a row reads otherwise than before. `benchRows` has to be `readRows` already. */
export function watchRows(): void {
  const page = globalThis as { benchRows?: () => SeenRow[]; benchChanges?: SeenChange[] }
  const rows = page.benchRows ?? (() => [])
  const changes: SeenChange[] = []
  const last = new Map<string, string>()
  const look = (isFirst: boolean): void => {
    const at = performance.timeOrigin + performance.now()
    for (const row of rows()) {
      const key = `${row.namespace}/${row.name}`
      const text = `${row.revision} ${row.status}`
      if (last.get(key) !== text && !isFirst) changes.push({ ...row, at })
      last.set(key, text)
    }
  }
  look(true)
  new MutationObserver(() => look(false)).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['title'],
  })
  page.benchChanges = changes
}

/** What `watchRows` has noted so far. */
export function seenChanges(): SeenChange[] {
  return (globalThis as { benchChanges?: SeenChange[] }).benchChanges ?? []
}

/** How far the page's fine clock is from its Date, in milliseconds. */
export function clockError(): number {
  return Date.now() - (performance.timeOrigin + performance.now())
}

/** Watches from now on how long the page could do nothing else. */
export function watchStalls(): void {
  const everyMs = 5
  const found = { longestMs: 0, longTaskMs: 0, frameGapMs: 0 }
  let last = performance.now()
  let lastFrame = last
  let isOver = false
  const timer = setInterval(() => {
    const now = performance.now()
    found.longestMs = Math.max(found.longestMs, now - last - everyMs)
    last = now
  }, everyMs)
  const frame = (at: number): void => {
    found.frameGapMs = Math.max(found.frameGapMs, at - lastFrame)
    lastFrame = at
    if (!isOver) requestAnimationFrame(frame)
  }
  requestAnimationFrame((at) => {
    lastFrame = at
    requestAnimationFrame(frame)
  })
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) found.longTaskMs = Math.max(found.longTaskMs, duration)
  })
  observer.observe({ type: 'longtask' })
  const page = globalThis as { benchStalls?: () => Stalls }
  page.benchStalls = () => {
    isOver = true
    clearInterval(timer)
    observer.disconnect()
    return found
  }
}

/** Ends `watchStalls`. */
export function takeStalls(): Stalls {
  const page = globalThis as { benchStalls?: () => Stalls }
  if (page.benchStalls === undefined) throw new Error('nothing was watched')
  return page.benchStalls()
}

/** Notes the time of each frame from now on. */
export function watchFrames(): void {
  const frames: number[] = []
  const page = globalThis as { benchFrames?: number[] }
  const frame = (at: number): void => {
    frames.push(at)
    if (page.benchFrames === frames) requestAnimationFrame(frame)
  }
  page.benchFrames = frames
  requestAnimationFrame(frame)
}

/** Ends `watchFrames`; gives the times in milliseconds. */
export function takeFrames(): number[] {
  const page = globalThis as { benchFrames?: number[] | undefined }
  const frames = page.benchFrames ?? []
  page.benchFrames = undefined
  return frames
}

/** Scrolls the table; `top` is in pixels from its beginning. @returns how far it can be scrolled, and how high it is */
export function scrollTable(top: number): { readonly most: number; readonly height: number } {
  let box = document.querySelector('table[aria-label="Releases"]')
  while (box !== null && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement
  if (box === null) return { most: 0, height: 0 }
  box.scrollTop = top
  return { most: box.scrollHeight - box.clientHeight, height: box.clientHeight }
}

/** When a row is in sight: the time since 1970; false before. */
export function firstRowAt(): number | false {
  const name = document.querySelector('table[aria-label="Releases"] td[data-column="name"]')
  return name?.textContent?.trim() ? performance.timeOrigin + performance.now() : false
}
