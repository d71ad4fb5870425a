import { AppFailure, appError, fail } from '@shared/errors'
import type { ComparedSide, ComparedText, ComparedTexts, Comparison } from '@shared/model/comparison'
import type { PlanFormat } from '@shared/model/plan'
import { cancelledFailure } from '../../kube/errors'
import { keepWork } from '../kept-work'
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
  const kept = keepWork<Kept>(maxKept)
  const found = (id: string): Kept => kept.get(id) ?? missing()
  return {
    make: async (id, from, to) => {
      const { comparison } = await kept.make(id, async (signal) => {
        const { inputs, compared } = await orCancelled(inWords(makeComparison(deps, { from, to, signal })), signal)
        const asked = { from: askedOf(from), to: askedOf(to) }
        return { comparison: { id, ...compared.comparison }, asked, inputs, secrets: compared.secrets }
      })
      return comparison
    },
    cancel: kept.cancel,
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
    dispose: kept.dispose,
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
