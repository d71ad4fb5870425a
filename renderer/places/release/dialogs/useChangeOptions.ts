import { computed, reactive, type ComputedRef, type Ref } from 'vue'
import type { HelmFeatures } from '@shared/model/helm-features'
import {
  applyPreset,
  changedOptions,
  isHistoryMax,
  isTimeout,
  optionRequest,
  usualOptions,
  type ChangeOptions,
  type OptionRequests,
} from '@/lib/change/change-options'
import type { AddressPreset } from '@/lib/change/useAddressPreset'
import { useHelmFeatures } from '@/state/clusters/useHelmFeatures'

interface RollbackOptions {
  /** Written to by the fields. */
  readonly options: ChangeOptions
  readonly features: Ref<HelmFeatures | null>
  /** How many are not as usual, waiting included. */
  readonly changed: ComputedRef<number>
  /** As they are sent: only what is not as usual. */
  readonly request: ComputedRef<OptionRequests['rollback'] & WaitRequest>
  readonly timeoutProblem: ComputedRef<string>
  readonly valid: ComputedRef<boolean>
}

interface WaitRequest {
  readonly wait?: false
  readonly timeout_seconds?: number
}

/** Waiting as it is sent: only what is not as usual. */
export function waitRequest({ wait, timeoutSeconds }: Pick<ChangeOptions, 'wait' | 'timeoutSeconds'>): WaitRequest {
  if (!wait) return { wait: false }
  return timeoutSeconds === usualOptions.timeoutSeconds ? {} : { timeout_seconds: timeoutSeconds }
}

/** Options as an error's button asked for them. */
export function optionsWith(preset: AddressPreset | null): ChangeOptions {
  const options = { ...usualOptions }
  if (preset?.set === 'force-conflicts' || preset?.set === 'raise-timeout')
    applyPreset(options, preset.set, preset.seconds ?? undefined)
  return options
}

/** The options of a rollback, chosen in its dialog. @param preset what they begin with. */
export function useRollbackOptions(preset: AddressPreset | null): RollbackOptions {
  const features = useHelmFeatures()
  const options = reactive(optionsWith(preset))
  const request = computed(() => ({
    ...waitRequest(options),
    ...optionRequest('rollback', options, features.value),
  }))
  const changed = computed(
    () => Object.keys(waitRequest(options)).length + changedOptions('rollback', options, features.value).length,
  )
  const timeoutProblem = computed(() =>
    options.wait && !isTimeout(options.timeoutSeconds) ? 'Enter a time from 1 second to 24 hours.' : '',
  )
  const valid = computed(() => timeoutProblem.value === '' && isHistoryMax(options.historyMax))
  return { options, features, changed, request, timeoutProblem, valid }
}
