import { counted } from '@shared/counted'
import type { MarkKind, ValuesMark } from '@shared/values-marks/mark'

/** What is said of several marks together: those of a version that comes are one thing to a person. */
interface MarkGroup {
  readonly id: string
  readonly kinds: readonly MarkKind[]
  readonly icon: string
  readonly colour: string
  readonly words: (count: number) => string
}

const groups: readonly MarkGroup[] = [
  {
    id: 'wrong',
    kinds: ['wrong'],
    icon: 'i-lucide-circle-x',
    colour: 'text-error',
    words: (count) => counted(count, 'wrong value'),
  },
  {
    id: 'unknown',
    kinds: ['unknown'],
    icon: 'i-lucide-triangle-alert',
    colour: 'text-warning',
    words: (count) => counted(count, 'unknown key'),
  },
  {
    id: 'moved',
    kinds: ['dropped', 'renamed', 'retyped'],
    icon: 'i-lucide-triangle-alert',
    colour: 'text-warning',
    words: (count) => `${count} changed in the new version`,
  },
  {
    id: 'same',
    kinds: ['same'],
    icon: 'i-lucide-equal',
    colour: 'text-muted',
    words: (count) => `${count} same as the default`,
  },
  {
    id: 'read',
    kinds: ['read', 'null', 'type'],
    icon: 'i-lucide-info',
    colour: 'text-muted',
    words: (count) => counted(count, 'hint'),
  },
]

/** A group of which there are some, and where they are. */
export interface MarkCount extends Omit<MarkGroup, 'words' | 'kinds'> {
  readonly words: string
  /** Offsets, in their order. */
  readonly at: readonly number[]
}

/** How many marks there are of what kind, the gravest first; kinds without any are left out. */
export function markCounts(marks: readonly ValuesMark[]): MarkCount[] {
  return groups.flatMap(({ kinds, words, ...group }) => {
    const at = marks.filter(({ kind }) => kinds.includes(kind)).map(({ from }) => from)
    return at.length === 0 ? [] : [{ ...group, words: words(at.length), at }]
  })
}
