import type { PlainObject } from '../../records/manifest'
import { diffObjects, type FieldChange } from '../compare/diff-objects'
import { withoutNoise } from '../compare/noise'
import { isSameButNames, neutralText, type NamedSides } from './names'

/**
 * In which fields an object differs from its like, but for what merely repeats what the two are called: the name of the release,
 * its namespace, and, of a renamed object, its own.
 * @param words none where both are the same release and the object has kept its name
 * @param isHome whether both are in their release's own namespace, whether they say so or not
 */
export function objectFields(
  before: PlainObject,
  after: PlainObject,
  words: NamedSides,
  isHome: boolean,
): readonly FieldChange[] {
  const changes = diffObjects(withoutNoise(before), withoutNoise(after)).filter(
    ({ path }) => !(isHome && path.join('.') === 'metadata.namespace'),
  )
  return words.from.length === 0 ? changes : telling(changes, words)
}

/** Those that say more than the names do. What has another key on each side, because that is a name, is compared all the same. */
function telling(changes: readonly FieldChange[], words: NamedSides): FieldChange[] {
  const told = changes.filter((change) => !isName(change, words))
  const added = new Map<string, FieldChange>()
  for (const change of told) if (change.before === undefined) added.set(neutralPath(change, words, 'to'), change)
  const twins = new Set<FieldChange>()
  const found = told.flatMap((change) => {
    const twin = change.after === undefined ? added.get(neutralPath(change, words, 'from')) : undefined
    if (twin === undefined || twins.has(twin)) return [change]
    twins.add(twin)
    return telling(changesAt(change.path, change.before, twin.after), words)
  })
  return found.filter((change) => !twins.has(change))
}

function isName({ before, after }: FieldChange, words: NamedSides): boolean {
  return before !== undefined && after !== undefined && isSameButNames(before, after, words)
}

function neutralPath({ path }: FieldChange, words: NamedSides, side: 'from' | 'to'): string {
  return JSON.stringify(path.map((part) => neutralText(part, words[side])))
}

/** What differs between two values, wherever they stand. */
export function changesAt(path: readonly string[], before: unknown, after: unknown): FieldChange[] {
  const wrapped = (value: unknown): PlainObject => ({ kind: '', metadata: {}, value })
  return diffObjects(wrapped(before), wrapped(after)).map((change) => ({
    ...change,
    path: [...path, ...change.path.slice(1)],
  }))
}
