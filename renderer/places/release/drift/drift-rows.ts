import type { Drift, DriftField, DriftObject } from '@shared/model/drift'

export type DriftGroupId = 'differs' | 'unknown' | 'expected' | 'same'

/** A line of the comparison. */
export type DriftRow =
  | {
      readonly kind: 'group'
      readonly key: string
      readonly title: string
      readonly count: number
      readonly note: string
      readonly isOpen: boolean
    }
  | {
      readonly kind: 'object'
      readonly key: string
      readonly object: DriftObject
      /** How many fields of it this group has. */
      readonly count: number
      /** null where there is nothing to open. */
      readonly isOpen: boolean | null
    }
  | { readonly kind: 'field'; readonly key: string; readonly object: DriftObject; readonly field: DriftField }
  | { readonly kind: 'more'; readonly key: string; readonly count: number }

interface Group {
  readonly id: DriftGroupId
  readonly title: string
  readonly count: number
  readonly note: string
  readonly startsOpen: boolean
  readonly objects: readonly { readonly object: DriftObject; readonly fields: readonly DriftField[] }[]
}

/**
 * A comparison line by line: groups with their objects and fields.
 * @param turned keys of groups and objects that the person has opened or closed
 * @param isSearched whether it is what a search has found: then all of it is open
 */
export function driftRows(
  drift: Pick<Drift, 'objects' | 'counts'>,
  turned: ReadonlySet<string>,
  isSearched = false,
): DriftRow[] {
  return groupsOf(drift)
    .filter(({ objects }) => objects.length > 0)
    .flatMap((group): DriftRow[] => {
      const { id: key, title, count, note, startsOpen } = group
      const isOpen = (startsOpen || isSearched) !== turned.has(key)
      const head: DriftRow = { kind: 'group', key, title, count, note, isOpen }
      return isOpen ? [head, ...objectRows(group, turned)] : [head]
    })
}

function groupsOf({ objects, counts }: Pick<Drift, 'objects' | 'counts'>): Group[] {
  const differs = (object: DriftObject): boolean => object.fields.some(({ expected }) => expected === '')
  const ofState = (state: DriftObject['state']): Group['objects'] =>
    objects.filter((object) => object.state === state).map((object) => ({ object, fields: [] }))
  const withFields = (isExpected: boolean): Group['objects'] =>
    objects.flatMap((object) => {
      const fields = object.fields.filter(({ expected }) => (expected !== '') === isExpected)
      return fields.length === 0 ? [] : { object, fields }
    })
  const rest = ofState('same')
  return [
    {
      ...{ id: 'differs', title: 'Not from this release', note: '', startsOpen: true },
      count: counts.fields + counts.missing,
      objects: [...withFields(false).filter(({ object }) => differs(object)), ...ofState('missing')],
    },
    {
      ...{ id: 'unknown', title: 'Not compared', note: '', startsOpen: true },
      count: counts.unknown,
      objects: ofState('unknown'),
    },
    {
      ...{ id: 'expected', title: 'Expected', note: 'made by controllers, not counted', startsOpen: false },
      count: counts.expected,
      objects: withFields(true),
    },
    { ...{ id: 'same', title: 'The same', note: '', startsOpen: false }, count: rest.length, objects: rest },
  ]
}

function objectRows({ id, objects }: Group, turned: ReadonlySet<string>): DriftRow[] {
  return objects.flatMap(({ object, fields }): DriftRow[] => {
    const key = `${id} ${object.id}`
    const isOpen = fields.length === 0 ? null : !turned.has(key)
    const left = id === 'differs' ? object.fieldCount - object.fields.length : 0
    const head: DriftRow = { kind: 'object', key, object, count: fields.length + left, isOpen }
    if (isOpen !== true) return [head]
    const more: DriftRow[] = left > 0 ? [{ kind: 'more', key: `${key} more`, count: left }] : []
    return [head, ...fields.map((field) => fieldRow(key, object, field)), ...more]
  })
}

function fieldRow(key: string, object: DriftObject, field: DriftField): DriftRow {
  return { kind: 'field', key: `${key} ${JSON.stringify(field.path)}`, object, field }
}
