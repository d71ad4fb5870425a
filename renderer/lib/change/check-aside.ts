import { checkValues, type ValuesMasks } from '@shared/values-check/check-values'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { ValuesProblem } from '@shared/values-check/problem'
import { createAside } from './aside'

export interface CheckQuestion {
  readonly text: string
  readonly documents: ValuesDocuments
  readonly masks: ValuesMasks
}

export interface CheckAnswer {
  readonly problems: readonly ValuesProblem[]
}

/** Up to so many characters a check is done before anybody notices (measured: 25 ms), and needs no second thread. */
const few = 50_000

/** A mebibyte of honest values takes most of a second. */
const ask = createAside<CheckAnswer>({
  open: () => new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' }),
  limitMs: 5_000,
  failed: "The values couldn't be checked.",
  late: "The values couldn't be checked in time.",
})

/**
 * The same as `checkValues`; a long text is read in a thread of its own, which the first of them starts.
 * @throws Error with a sentence, when that takes too long or that thread ends; the next check begins another
 */
export async function checkAside(
  text: string,
  documents: ValuesDocuments,
  masks: ValuesMasks = 'refused',
): Promise<readonly ValuesProblem[]> {
  if (text.length <= few) return checkValues(text, documents, masks)
  return (await ask({ text, documents, masks } satisfies CheckQuestion)).problems
}
