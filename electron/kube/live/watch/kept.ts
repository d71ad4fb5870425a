import { z } from 'zod'
import type { ListInto, ListWatchStore } from '../../list-watch'

/** The objects of a collection as lists and a watch tell them, which may overlap: the newer word on an object counts. */
export interface Kept<T> extends ListWatchStore {
  /** @param isIn which items the list is of, where it is of a part only: of the others it says nothing */
  readonly beginList: (isIn?: (item: T | undefined) => boolean) => ListInto
  readonly items: () => ReadonlyMap<string, T>
  /** Whether a whole list was ever taken. */
  readonly isListed: () => boolean
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

/** An object that is other than before; undefined where it was not there, or is not any more. */
export interface Change<T> {
  readonly before: T | undefined
  readonly after: T | undefined
}

/** @param slim what is kept of an object; null: nothing */
export function createKept<T>(
  slim: (object: unknown) => T | null,
  onChange: (changes: readonly Change<T>[]) => void,
): Kept<T> {
  const shelf: Shelf<T> = { items: new Map(), versions: new Map(), told: new Map() }
  let lists = 0
  let isListed = false
  return {
    items: () => shelf.items,
    isListed: () => isListed,
    beginList: (isIn) => {
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
          isListed ||= isIn === undefined
          const changes = takeList(shelf, found, version, isIn ?? (() => true))
          if (changes.length > 0) onChange(changes)
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
      const change = kind === 'drop' ? drop(shelf, uid) : tellPut(shelf, uid, { version, kept: slim(object) })
      if (change !== null) onChange([change])
      return version
    },
  }
}

interface Found<T> {
  readonly version: string
  readonly kept: T | null
}

/** @returns what is other than before */
function takeList<T>(
  shelf: Shelf<T>,
  found: ReadonlyMap<string, Found<T>>,
  listVersion: string,
  isIn: (item: T | undefined) => boolean,
): Change<T>[] {
  const changes: (Change<T> | null)[] = []
  for (const [uid, one] of found) {
    const told = shelf.told.get(uid)
    const isOlder = told !== undefined && !isNewer(one.version, told)
    if (!isOlder && shelf.versions.get(uid) !== one.version) changes.push(put(shelf, uid, one))
  }
  for (const uid of [...shelf.versions.keys()]) {
    const told = shelf.told.get(uid)
    const cameLater = told !== undefined && isNewer(told, listVersion)
    if (!found.has(uid) && !cameLater && isIn(shelf.items.get(uid))) changes.push(drop(shelf, uid))
  }
  return changes.filter((change) => change !== null)
}

/** A watch that lags behind a list tells what is over: that is left. */
function tellPut<T>(shelf: Shelf<T>, uid: string, found: Found<T>): Change<T> | null {
  const known = shelf.versions.get(uid)
  return known === undefined || isNewer(found.version, known) ? put(shelf, uid, found) : null
}

function put<T>({ items, versions }: Shelf<T>, uid: string, { version, kept }: Found<T>): Change<T> | null {
  versions.set(uid, version)
  const before = items.get(uid)
  // Set anew: in a Map's order, what was told last comes last.
  items.delete(uid)
  if (kept !== null) items.set(uid, kept)
  return before === undefined && kept === null ? null : { before, after: kept ?? undefined }
}

function drop<T>({ items, versions }: Shelf<T>, uid: string): Change<T> | null {
  versions.delete(uid)
  const before = items.get(uid)
  return items.delete(uid) ? { before, after: undefined } : null
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
