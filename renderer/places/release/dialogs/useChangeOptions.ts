import { computed, reactive, type ComputedRef, type Ref } from 'vue'
import {
  firstProblem,
  optionProblem,
  optionRequest,
  optionsOfRequest,
  usualOptions,
  type ChangeOptions,
  type OptionRequest,
} from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import { applyPreset } from '@/lib/change/change-options'
import type { AddressPreset } from '@/lib/change/useAddressPreset'
import type { PlanInput } from '@/lib/plan/plan-input'
import { useHelmFeatures } from '@/state/clusters/useHelmFeatures'

interface ChosenOptions<Verb extends 'rollback' | 'uninstall'> {
  /** Written to by the fields. */
  readonly options: ChangeOptions
  readonly features: Ref<HelmFeatures | null>
  /** How many of the folded ones are not as usual. */
  readonly changed: ComputedRef<number>
  /** As they are sent: only what is not as usual. */
  readonly request: ComputedRef<OptionRequest<Verb>>
  readonly timeoutProblem: ComputedRef<string>
  readonly valid: ComputedRef<boolean>
}

/** Options as an error's button asked for them. */
export function optionsWith(preset: AddressPreset | null): ChangeOptions {
  const options = { ...usualOptions }
  if (preset?.set === 'force-conflicts' || preset?.set === 'raise-timeout')
    applyPreset(options, preset.set, preset.seconds ?? undefined)
  return options
}

/**
 * The options of a change that a dialog asks for.
 * @param preset what they begin with.
 * @param left the change as the dialog was left; null where it opens for the first time.
 */
export function useChangeOptions<Verb extends 'rollback' | 'uninstall'>(
  verb: Verb,
  preset: AddressPreset | null,
  left: PlanInput | null,
): ChosenOptions<Verb> {
  const features = useHelmFeatures()
  const options = reactive(left === null ? optionsWith(preset) : optionsOfRequest({ ...left }))
  const request = computed(() => optionRequest(verb, options, features.value))
  // Whether the history is kept is always in sight.
  const changed = computed(() => Object.keys(request.value).filter((name) => name !== 'keep_history').length)
  const timeoutProblem = computed(() => (options.wait ? optionProblem('timeout_seconds', options.timeout_seconds) : ''))
  const valid = computed(() => timeoutProblem.value === '' && firstProblem(verb, options, features.value) === null)
  return { options, features, changed, request, timeoutProblem, valid }
}
