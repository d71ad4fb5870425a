import { AppFailure, appError, fail } from '@shared/errors'
import type { ComparedSide, ComparedText, ComparedTexts, Comparison } from '@shared/model/comparison'
import type { PlanFormat } from '@shared/model/plan'
import { cancelledFailure } from '../../kube/errors'
import { workOnPlan } from '../plan-work'
import { makeComparison, type CompareDeps, type SideSource } from './make-comparison'
import type { ComparisonInputs } from './read-compared'

/** Comparisons: made, and kept for a while. */
export interface Comparisons {
  /**
   * Compares two sides and keeps the result.
   * @throws AppFailure `revision-not-found`, `helm-bad-output` for a record that can't be read, those of the connection, of helm
   *   for a chart; `release-too-large`; `cancelled`
   */
  make(id: string, from: SideSource, to: SideSource): Promise<Comparison>
  /** Ends the making of a comparison; nothing where there is none. */
  cancel(id: string): void
  /** @throws AppFailure `plan-missing`, `invalid-input` for an object that isn't in it */
  texts(id: string, text: ComparedText, object: string | undefined): Promise<ComparedTexts>
  /** @throws AppFailure `plan-missing` */
  exportText(id: string, format: PlanFormat): Promise<string>
  /** What a file of it is called after. */
  nameOf(id: string): string
  dispose(): void
}

interface Kept {
  readonly comparison: Comparison
  readonly asked: { readonly from: ComparedSide; readonly to: ComparedSide }
  readonly inputs: ComparisonInputs
  readonly secrets: readonly string[]
}

/** A page shows one; a large one takes some megabytes. */
const maxKept = 3

export function createComparisons(deps: CompareDeps): Comparisons {
  const kept = new Map<string, Kept>()
  const making = new Map<string, AbortController>()
  const keep = (made: Kept): void => {
    kept.delete(made.comparison.id)
    kept.set(made.comparison.id, made)
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - maxKept))) kept.delete(oldest)
  }
  const found = (id: string): Kept => kept.get(id) ?? missing()
  return {
    make: async (id, from, to) => {
      const ending = new AbortController()
      making.get(id)?.abort()
      making.set(id, ending)
      try {
        const { signal } = ending
        const work = inWords(makeComparison(deps, { from, to, signal }))
        const { inputs, compared } = await orCancelled(work, signal)
        const comparison = { id, ...compared.comparison }
        keep({ comparison, asked: { from: askedOf(from), to: askedOf(to) }, inputs, secrets: compared.secrets })
        return comparison
      } finally {
        if (making.get(id) === ending) making.delete(id)
      }
    },
    cancel: (id) => making.get(id)?.abort(),
    texts: async (id, text, object) => {
      const { inputs, secrets } = found(id)
      return inWords(workOnPlan('compared-text', inputs, secrets, text, object))
    },
    exportText: async (id, format) => {
      const { comparison, asked, inputs, secrets } = found(id)
      return inWords(workOnPlan('export-comparison', inputs, secrets, { comparison, asked }, format))
    },
    nameOf: (id) => {
      const { from, to } = found(id).asked
      const named = [from, to].find((side) => side.kind === 'revision')
      return named?.name ?? 'charts'
    },
    dispose: () => {
      for (const ending of making.values()) ending.abort()
      kept.clear()
    },
  }
}

/** The worker is that of plans, and says of what is too large that it can't be planned. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (reason) {
    if (!(reason instanceof AppFailure) || reason.error.code !== 'release-too-large') throw reason
    const cause = 'It takes too long, or too much memory.'
    const error = appError('release-too-large', 'The two sides are too large to be compared.', { cause })
    throw new AppFailure(error, { cause: reason })
  }
}

/** Whoever has cancelled doesn't wait for what can't be ended at once. */
async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cancelled = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelledFailure()), { once: true })
  })
  return Promise.race([work, cancelled])
}

function askedOf(source: SideSource): ComparedSide {
  if (source.kind === 'chart') return { kind: 'chart', chart: source.chart, version: source.version ?? '' }
  const { namespace, name, revision, target } = source
  return { kind: 'revision', context: target.context, namespace, name, revision }
}

function missing(): never {
  fail('plan-missing', "This comparison isn't kept any more.", { cause: 'Make it again.', actions: ['retry'] })
}
