import { without } from '@shared/without'
import type { PlainObject } from '../../records/manifest'
import type { FieldChange } from '../compare/diff-objects'
import { mapIn, nameOf } from '../sides/object-key'
import { withOwnName } from './names'
import { changesAt, objectFields } from './object-fields'
import type { HookPair, ObjectPair } from './paired-sides'
import type { ComparedHookSide } from './read-compared'

/** In which fields the two of a pair differ; none where there is only one. */
export function pairChanges({ before, after, words, isHome }: ObjectPair): readonly FieldChange[] {
  // A document that is the same on both sides is read once.
  if (before === null || after === null || before.object === after.object) return []
  const named = withOwnName(words, nameOf(before.object).name, nameOf(after.object).name)
  return objectFields(before.object, after.object, named, isHome)
}

/** The same of two hooks: when and in which order helm runs them is told beside their fields. */
export function hookChanges(pair: HookPair): readonly FieldChange[] {
  const { before, after } = pair
  if (before === null || after === null) return []
  const bare = (side: ComparedHookSide): ComparedHookSide => ({ ...side, object: withoutMarks(side.object) })
  return [
    ...changesAt([], termsOf(before), termsOf(after)),
    ...pairChanges({ ...pair, before: bare(before), after: bare(after) }),
  ]
}

function termsOf({ hook }: ComparedHookSide): object {
  const listed = (words: readonly string[] | null | undefined): string => [...(words ?? [])].sort().join(', ')
  return {
    events: listed(hook.events),
    weight: hook.weight ?? 0,
    // helm's own policy where a hook names none.
    'delete policy': listed(hook.delete_policies) || 'before-hook-creation',
  }
}

/** What the annotations of helm say stands in the hook itself. */
function withoutMarks(object: PlainObject): PlainObject {
  const annotations = Object.entries(mapIn(object.metadata, 'annotations')).filter(
    ([key]) => !/^helm\.sh\/hook(?:-weight|-delete-policy)?$/.test(key),
  )
  const metadata = without(object.metadata, 'annotations')
  return {
    ...object,
    metadata: annotations.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(annotations) },
  }
}
