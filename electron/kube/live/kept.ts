import { z } from 'zod'

/** One list on its way in. */
export interface ListInto {
  readonly take: (objects: readonly unknown[]) => void
  /** All pages are there; what is not among them is gone. @param resourceVersion of the list */
  readonly done: (resourceVersion: string) => void
  /** The list is over, done or broken off. */
  readonly end: () => void
}

/** The objects of a collection as lists and a watch tell them, which may overlap: the newer word on an object counts. */
export interface Kept<T> {
  readonly items: () => ReadonlyMap<string, T>
  /** Whether a whole list was ever taken. */
  readonly isListed: () => boolean
  readonly beginList: () => ListInto
  /** What a watch told. @returns the object's version; '' for what is no object */
  readonly tell: (kind: 'put' | 'drop', object: unknown) => string
}

const objectShape = z.looseObject({
  metadata: z.looseObject({ uid: z.string().min(1).max(128), resourceVersion: z.string().min(1).max(128) }),
})

interface Shelf<T> {
  readonly items: Map<string, T>
  readonly versions: Map<string, string>
  /** What a watch told while lists were on their way: uid → version. */
  readonly told: Map<string, string>
}

/** @param slim what is kept of an object; null: nothing */
export function createKept<T>(slim: (object: unknown) => T | null, onChange: () => void): Kept<T> {
  const shelf: Shelf<T> = { items: new Map(), versions: new Map(), told: new Map() }
  let lists = 0
  let isListed = false
  return {
    items: () => shelf.items,
    isListed: () => isListed,
    beginList: () => {
      lists++
      const found = new Map<string, Found<T>>()
      return {
        take: (objects) => {
          for (const object of objects) {
            const { uid, version } = marksOf(object)
            // Page by page: thousands at once would hold everything else up, and would wait here whole.
            if (uid !== '') found.set(uid, { version, kept: slim(object) })
          }
        },
        done: (version) => {
          isListed = true
          if (takeList(shelf, found, version)) onChange()
        },
        end: () => {
          lists--
          if (lists === 0) shelf.told.clear()
        },
      }
    },
    tell: (kind, object) => {
      const { uid, version } = marksOf(object)
      if (uid === '') return ''
      if (lists > 0) shelf.told.set(uid, version)
      if (kind === 'drop' ? drop(shelf, uid) : tellPut(shelf, uid, { version, kept: slim(object) })) onChange()
      return version
    },
  }
}

interface Found<T> {
  readonly version: string
  readonly kept: T | null
}

/** @returns whether anything is other than before */
function takeList<T>(shelf: Shelf<T>, found: ReadonlyMap<string, Found<T>>, listVersion: string): boolean {
  let changed = 0
  for (const [uid, one] of found) {
    const told = shelf.told.get(uid)
    const isOlder = told !== undefined && !isNewer(one.version, told)
    if (!isOlder && shelf.versions.get(uid) !== one.version && put(shelf, uid, one)) changed++
  }
  for (const uid of [...shelf.versions.keys()]) {
    const told = shelf.told.get(uid)
    const cameLater = told !== undefined && isNewer(told, listVersion)
    if (!found.has(uid) && !cameLater && drop(shelf, uid)) changed++
  }
  return changed > 0
}

/** A watch that lags behind a list tells what is over: that is left. */
function tellPut<T>(shelf: Shelf<T>, uid: string, found: Found<T>): boolean {
  const known = shelf.versions.get(uid)
  return (known === undefined || isNewer(found.version, known)) && put(shelf, uid, found)
}

function put<T>({ items, versions }: Shelf<T>, uid: string, { version, kept }: Found<T>): boolean {
  versions.set(uid, version)
  // Set anew: in a Map's order, what was told last comes last.
  const had = items.delete(uid)
  if (kept !== null) items.set(uid, kept)
  return had || kept !== null
}

function drop<T>({ items, versions }: Shelf<T>, uid: string): boolean {
  versions.delete(uid)
  return items.delete(uid)
}

function marksOf(object: unknown): { readonly uid: string; readonly version: string } {
  const parsed = objectShape.safeParse(object)
  if (!parsed.success) return { uid: '', version: '' }
  return { uid: parsed.data.metadata.uid, version: parsed.data.metadata.resourceVersion }
}

/** Versions are numbers that grow over the whole cluster; where they are not, the later word counts. */
function isNewer(version: string, than: string): boolean {
  if (!isNumber(version) || !isNumber(than)) return version !== than
  return version.length === than.length ? version > than : version.length > than.length
}

function isNumber(version: string): boolean {
  return /^[1-9]\d*$/.test(version)
}
