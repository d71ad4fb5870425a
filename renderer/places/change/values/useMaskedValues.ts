import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { toAppError } from '@shared/errors'
import { countMasks } from '@shared/mask'
import { invoke } from '@/bridge/invoke'
import { releaseOfDraft, type ChangeDraft } from '@/lib/change/change-draft'
import { releaseInput } from '@/lib/release/release-key'

/** The secrets of a draft that began with a revision's values. */
export interface MaskedValues {
  /** How many are masked in it now. */
  readonly masked: ComputedRef<number>
  /** Whether the person has asked to see them. */
  readonly isRevealed: Ref<boolean>
  /** Why they can't be shown; ''. */
  readonly problem: ShallowRef<string>
  /** Shows all, or the one at a path. */
  readonly reveal: (path?: readonly (string | number)[]) => Promise<void>
  readonly hide: () => Promise<void>
}

/** After so long without typing what was revealed is hidden again. Milliseconds. */
const shownMs = 60_000
/** What is typed meanwhile asks for another answer. */
const mostTries = 5

/** What the main process makes of a text. */
type Ask = (text: string, place: ReturnType<typeof releaseInput> & { readonly revision: number }) => Promise<string>

/**
 * Shows a draft's secrets while the person looks at them. The main process knows them, and hides what is still the revision's own:
 * what was typed over it stays.
 */
export function useMaskedValues(draft: () => ChangeDraft | null): MaskedValues {
  const isRevealed = ref(false)
  const problem = shallowRef('')
  const masked = computed(() => countMasks(draft()?.values ?? ''))
  const { begin: wait, stop } = later(
    () => isRevealed.value,
    () => void hide(),
  )
  let isRevealing = false

  async function reveal(path?: readonly (string | number)[]): Promise<void> {
    const [now, before] = [draft(), masked.value]
    if (now === null) return
    problem.value = ''
    isRevealing = true
    try {
      const only = path === undefined ? {} : { path: [...path] }
      await exchange(now, (values, place) => invoke('release:reveal_values', { ...place, ...only, values }))
      isRevealed.value ||= masked.value < before
      if (masked.value === before && before > 0)
        problem.value = "What is masked can't be told any more. Type the value."
    } catch (thrown) {
      problem.value = toAppError(thrown).message
    }
    isRevealing = false
    wait()
  }

  async function hide(now = draft()): Promise<void> {
    stop()
    try {
      // Who types on all the time is asked again later.
      if (now === null || (await mask(now))) isRevealed.value = false
      else wait()
    } catch (thrown) {
      problem.value = toAppError(thrown).message
      wait()
    }
  }

  watch(() => draft()?.values, wait)
  // What undo brings back is hidden too.
  watch(masked, (count, before) => {
    if (count < before && !isRevealed.value && !isRevealing) void hide()
  })
  hideWhenLeft(draft, isRevealed, hide)
  onScopeDispose(stop)
  return { masked, isRevealed, problem, reveal, hide: () => hide() }
}

/** What was sent, or left by a window that ended, isn't in sight any more. */
function hideWhenLeft(
  draft: () => ChangeDraft | null,
  isRevealed: Ref<boolean>,
  hide: (of?: ChangeDraft | null) => Promise<void>,
): void {
  watch(
    () => draft(),
    (now, before) => {
      if (before !== undefined && before !== null && isRevealed.value) void hide(before)
      else if (now !== null) void mask(now).catch(() => undefined)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    if (isRevealed.value) void hide()
  })
}

/** Does it after a while without another begin, where it is needed. */
function later(isNeeded: () => boolean, work: () => void): { readonly begin: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => clearTimeout(timer)
  return {
    stop,
    begin: () => {
      stop()
      if (isNeeded()) timer = setTimeout(work, shownMs)
    },
  }
}

/** Exchanges a draft's text for what the main process makes of it. @returns whether it was done: somebody may type all the time */
async function exchange(of: ChangeDraft, ask: Ask): Promise<boolean> {
  if (of.masksOf === undefined || of.values === '') return true
  const place = { ...releaseInput(releaseOfDraft(of)), revision: of.masksOf }
  for (let tries = 0; tries < mostTries; tries++) {
    const before = of.values
    const after = await ask(before, place)
    if (of.values !== before) continue
    of.values = after
    return true
  }
  return false
}

function mask(of: ChangeDraft): Promise<boolean> {
  return exchange(of, (values, place) => invoke('release:hide_values', { ...place, values }))
}
