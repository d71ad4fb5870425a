import type { HelmRevision } from '@shared/model/release'
import type { RevisionSubject } from '@/actions/subjects'

interface Doing {
  readonly compare: (from: number, to: number) => void
  readonly mark: (revision: number) => void
}

/** A revision of a history as the subject of actions. @param history newest first */
export function revisionSubject(
  revision: number,
  history: readonly HelmRevision[],
  { from, to }: { readonly from: number | null; readonly to: number | null },
  { compare, mark }: Doing,
): RevisionSubject {
  const isMarked = revision === from || revision === to
  return {
    kind: 'revision',
    revision,
    previous: history.find((one) => one.revision < revision)?.revision ?? null,
    current: history[0]?.revision ?? revision,
    isMarked,
    isOtherMarked: !isMarked && (from !== null) !== (to !== null),
    compare,
    mark: () => mark(revision),
  }
}
