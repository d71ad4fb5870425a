import { computed, type ComputedRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import type { HelmRevision } from '@shared/model/release'
import type { ReleaseDialog } from '@/actions/subjects'
import { noComparison } from '@/places/release/compare/useComparePage'
import { tabOf, type ReleaseTab } from '@/places/release/revision/release-tabs'
import { rollbackChoices, rollbackDefault } from '@/lib/release/timeline'
import { presetOf, type AddressPreset } from '@/lib/change/useAddressPreset'
import type { PlanInput } from '@/lib/plan/plan-input'
import { queryText } from '@/lib/view/query-text'
import { usePlanStore } from '@/state/plan/planStore'
import { useReleaseDetailStore } from '@/state/releases/releaseDetailStore'

const questions = ['rollback', 'uninstall', 'repair', 'test'] as const satisfies readonly ReleaseDialog[]

/** An address that asks for no dialog. */
const noAsk = { ask: undefined, set: undefined, seconds: undefined, plan: undefined }

interface ReleasePage {
  readonly tab: ComputedRef<ReleaseTab>
  /** The revision looked at: the one the address names, else the newest. */
  readonly selected: ComputedRef<HelmRevision | null>
  /** Where a rollback goes unless the person says otherwise; null when there is nothing to go back to. */
  readonly rollbackTo: ComputedRef<number | null>
  readonly select: (revision: number, how: 'push' | 'replace') => void
  readonly openTab: (tab: ReleaseTab) => void
  /** Which dialog is open. */
  readonly asking: WritableComputedRef<ReleaseDialog | null>
  /** What an error's button asked to be set in it. */
  readonly preset: ComputedRef<AddressPreset | null>
  /** The change that a dialog was left with for its whole plan; null where none was. */
  readonly left: ComputedRef<PlanInput | null>
  /** A change is under way: its dialog closes, and the page follows the newest revision. */
  readonly followChange: () => void
}

/** What the release page shows, kept in its address: every choice is a step of back and forward. */
export function useReleasePage(): ReleasePage {
  const route = useRoute()
  const router = useRouter()
  const store = useReleaseDetailStore()
  const plans = usePlanStore()

  const tab = computed(() => tabOf(route.query['tab']))
  const selected = computed(() => {
    const asked = Number(route.query['revision'])
    return store.history.find(({ revision }) => revision === asked) ?? store.newest
  })
  const rollbackTo = computed(() => {
    const choices = rollbackChoices(store.history)
    const isChoice = choices.some(({ revision }) => revision === selected.value?.revision)
    return isChoice
      ? (selected.value?.revision ?? null)
      : (rollbackDefault(store.history) ?? choices[0]?.revision ?? null)
  })

  function go(part: LocationQueryRaw, how: 'push' | 'replace'): void {
    void router[how]({ query: { ...route.query, ...part } })
  }
  // The newest is not named: so the page follows it when a newer one comes.
  const select = (revision: number, how: 'push' | 'replace'): void => {
    const named = { revision: revision === store.newest?.revision ? undefined : revision }
    // A look at one revision ends the comparison of two; a mark of one stays.
    const isComparing = route.query['from'] !== undefined && route.query['to'] !== undefined
    go(isComparing ? { ...named, ...noComparison } : named, how)
  }
  const openTab = (next: ReleaseTab): void => go({ tab: next === 'overview' ? undefined : next }, 'replace')

  const asking = computed<ReleaseDialog | null>({
    get: () => questions.find((question) => question === route.query['ask']) ?? null,
    // What an error asked to be set is for the dialog that it opened.
    set: (dialog) => go({ ...noAsk, ask: dialog ?? undefined }, 'replace'),
  })
  const preset = computed(() => presetOf(route.query))
  const left = computed(() => plans.madeOf(queryText(route.query['plan']))?.input ?? null)
  const followChange = (): void => go({ ...noAsk, revision: undefined, ...noComparison }, 'replace')

  return { tab, selected, rollbackTo, select, openTab, asking, preset, left, followChange }
}
