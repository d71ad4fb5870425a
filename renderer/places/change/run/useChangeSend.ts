import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { firstError } from '@shared/values-check/check-values'
import type { ValuesProblem } from '@shared/values-check/problem'
import { checkAside } from '@/lib/change/check-aside'
import { draftProblems, masksIn, type ChangeDraft, type DraftField } from '@/lib/change/change-draft'
import { isOwnOn } from '@/lib/change/draft-layers'
import { useHelmFeatures } from '@/state/clusters/useHelmFeatures'
import { useHelmStore } from '@/state/clusters/helmStore'
import type { SentDraft } from '@/state/drafts/useSentDraft'

interface ChangeSend {
  /** What is wrong by field, told once the person has tried to send. */
  readonly problems: ComputedRef<Partial<Record<DraftField, string>>>
  /** What kept the last try from being sent, in one sentence; '' when nothing does. */
  readonly complaint: Ref<string>
  /** @param anyway whether the person wants it although its plan says that helm would stop. */
  readonly trySend: (anyway: boolean) => Promise<void>
}

interface SendOptions {
  readonly draft: () => ChangeDraft | null
  readonly layered: SentDraft
  readonly send: (anyway: boolean) => Promise<void>
  /** Brings the person to the first thing that is wrong. */
  readonly goToField: (field: DraftField) => void
  readonly goToValue: (offset: number) => void
}

/** In the order of the page. */
const fields: readonly DraftField[] = ['chart', 'name', 'namespace', 'timeout', 'options']
const fieldNames: Readonly<Record<Exclude<DraftField, 'options'>, string>> = {
  chart: 'Chart',
  name: 'Release name',
  namespace: 'Namespace',
  timeout: 'Waiting time',
}

/** Sends a draft that helm can take; else leads to what is wrong with it. */
export function useChangeSend({ draft, layered, send, goToField, goToValue }: SendOptions): ChangeSend {
  const helm = useHelmStore()
  const features = useHelmFeatures()
  const tried = ref(false)
  const complaint = ref('')
  let checking = false
  const all = computed(() => {
    const now = draft()
    return now === null ? {} : draftProblems(now, features.value)
  })
  const problems = computed(() => (tried.value ? all.value : {}))

  async function trySend(anyway: boolean): Promise<void> {
    const now = draft()
    if (now === null || checking) return
    tried.value = true
    const field = fields.find((one) => all.value[one] !== undefined)
    if (field !== undefined) {
      const problem = all.value[field] ?? ''
      // Which option it is stands before it.
      complaint.value = field === 'options' ? problem : `${fieldNames[field]}: ${problem}`
      goToField(field)
      return
    }
    checking = true
    const wrong = (await ownProblem(now)) ?? (await layered.settle())
    checking = false
    // Another draft stands there now: nobody has asked to send that.
    if (draft() !== now) return
    if (wrong !== null) {
      complaint.value = `Values, ${'line' in wrong ? `line ${wrong.line}: ${wrong.message}` : layered.words(wrong)}`
      if ('line' in wrong) goToValue(wrong.from)
    } else {
      tried.value = false
      await send(anyway)
    }
  }

  /** Where the text can't be checked here, the main process does it all the same. */
  async function ownProblem(now: ChangeDraft): Promise<ValuesProblem | null> {
    if (!isOwnOn(now)) return null
    return firstError(await checkAside(now.values, helm.valuesDocuments, masksIn(now)).catch(() => []))
  }

  // What was complained about may be mended by the next letter: the fields and the editor themselves tell.
  watch(draft, () => (complaint.value = ''), { deep: true })

  return { problems, complaint, trySend }
}
