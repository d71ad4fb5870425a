import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue'
import { appError } from '@shared/errors'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { allLayers, isOwnAlone, isOwnOn, layerName } from '@/lib/change/draft-layers'
import { mergeAside, type MergeQuestion } from '@/lib/change/merge-aside'
import type { LayerProblem, MergedLayers } from '@/lib/change/merge-layers'
import { useHelmStore } from '@/state/clusters/helmStore'
import type { ShownPlan } from '@/state/plan/usePlan'

export interface SentDraft {
  /** The draft as it would be sent, its values those of all layers; null while these are put together, or can't be. */
  readonly sent: ComputedRef<ChangeDraft | null>
  /** The same, but as it was before while layers are put together: a plan is not forgotten for that. */
  readonly planned: ComputedRef<ChangeDraft | null>
  readonly isMerging: ComputedRef<boolean>
  /** What the layers came to last; null where the own text is all there is. */
  readonly merged: ComputedRef<MergedLayers | null>
  /** Waits until exactly the layers of now are put together. @returns why they can't be; null where they can */
  readonly settle: () => Promise<LayerProblem | null>
  /** Which layer it is and what is wrong with it, in a sentence. */
  readonly words: (problem: LayerProblem) => string
  /** What is shown of the plan, where that isn't of the layers of now. */
  readonly told: (plan: ShownPlan) => ShownPlan
}

interface Done {
  readonly of: MergeQuestion
  readonly merged: MergedLayers
}

const nothing = { origins: new Map(), yaml: new Map(), below: '', above: '' } as const

/** A draft as it would be sent. Without layers that is what was written; else they are put together, aside and one time after another. */
export function useSentDraft(draft: () => ChangeDraft | null): SentDraft {
  const helm = useHelmStore()
  const done = shallowRef<Done | null>(null)
  /** Another object whenever something in it is another; null where there is nothing to put together. */
  const question = computed((): MergeQuestion | null => {
    const now = draft()
    return now === null || isOwnAlone(now) ? null : { layers: allLayers(now), documents: helm.valuesDocuments }
  })
  const isMerging = computed(() => question.value !== null && done.value?.of !== question.value)
  const { sent, planned } = useSent(draft, done, question, isMerging)
  const { run, settled } = merging(question, done, isMerging)
  watch(question, () => void run(), { immediate: true, flush: 'sync' })

  const problem = computed(() => (question.value === null ? null : (done.value?.merged.problems[0] ?? null)))
  const words = ({ id, reason }: LayerProblem): string => {
    const all = question.value?.layers ?? []
    const at = all.findIndex((layer) => layer.id === id)
    const layer = all[at]
    return layer === undefined ? reason : `layer ${at + 1} (${layerName(layer)}): ${reason}`
  }
  return {
    sent,
    planned,
    isMerging,
    merged: computed(() => (question.value === null ? null : (done.value?.merged ?? null))),
    words,
    settle: async () => {
      await settled()
      return problem.value
    },
    told: (plan) => toldOf(plan, isMerging.value, problem.value, words),
  }
}

function useSent(
  draft: () => ChangeDraft | null,
  done: { readonly value: Done | null },
  question: ComputedRef<MergeQuestion | null>,
  isMerging: ComputedRef<boolean>,
): Pick<SentDraft, 'sent' | 'planned'> {
  const before = shallowRef<{ readonly of: ChangeDraft; readonly values: string } | null>(null)
  const text = computed(() => {
    const now = draft()
    if (now === null) return null
    if (question.value === null) return isOwnOn(now) ? now.values : ''
    return isMerging.value ? null : (done.value?.merged.text ?? null)
  })
  const sent = computed(() => {
    const now = draft()
    return now === null || text.value === null ? null : { ...now, values: text.value }
  })
  watch(
    [draft, text] as const,
    ([now, values]) => {
      if (now !== null && values !== null) before.value = { of: now, values }
    },
    { immediate: true, flush: 'sync' },
  )
  const planned = computed(() => {
    const now = draft()
    if (sent.value !== null || now === null || !isMerging.value || before.value?.of !== now) return sent.value
    return { ...now, values: before.value.values }
  })
  return { sent, planned }
}

/** Puts together what there is to put together until nothing is: what changed meanwhile is next. */
function merging(
  question: ComputedRef<MergeQuestion | null>,
  done: { value: Done | null },
  isMerging: ComputedRef<boolean>,
): { readonly run: () => Promise<void>; readonly settled: () => Promise<void> } {
  let running: Promise<void> | null = null
  let isGone = false
  onScopeDispose(() => (isGone = true))

  async function work(): Promise<void> {
    while (isMerging.value && !isGone) {
      const of = question.value
      if (of === null) return
      done.value = { of, merged: await mergeAside(of).catch((thrown: unknown) => failed(of, thrown)) }
    }
  }
  const run = (): Promise<void> => (running ??= work().finally(() => (running = null)))
  return {
    run,
    settled: async () => {
      while (isMerging.value && !isGone) await run()
    },
  }
}

function failed({ layers }: MergeQuestion, thrown: unknown): MergedLayers {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return { ...nothing, text: null, problems: [{ id: layers.at(-1)?.id ?? '', reason, place: null }] }
}

function toldOf(
  plan: ShownPlan,
  isMerging: boolean,
  problem: LayerProblem | null,
  words: (problem: LayerProblem) => string,
): ShownPlan {
  if (isMerging) return { ...plan, isStale: plan.plan !== null, isMaking: true }
  if (problem === null) return plan
  const [isStale, isIncomplete] = [plan.plan !== null, false]
  // Of the own text the place is known, and led to.
  if (problem.id === 'own' && problem.place !== null)
    return { ...plan, isStale, isIncomplete, unreadable: problem.place }
  const error = appError('values-invalid', "The layers of values can't be put together.", {
    cause: `In ${words(problem)}`,
  })
  return { ...plan, isStale, isIncomplete, error }
}
