import { computed, reactive, type ComputedRef } from 'vue'
import { isTimeout } from '@/lib/change/change-options'
import type { AddressPreset } from '@/lib/change/useAddressPreset'
import { optionsWith, waitRequest } from '@/places/release/dialogs/useChangeOptions'

/** How a release is uninstalled. */
export interface UninstallOptions {
  keepHistory: boolean
  wait: boolean
  timeoutSeconds: number
  noHooks: boolean
  cascade: 'background' | 'foreground' | 'orphan'
}

interface UninstallRequest {
  readonly keep_history: boolean
  readonly wait?: false
  readonly timeout_seconds?: number
  readonly no_hooks?: true
  readonly cascade?: 'foreground' | 'orphan'
}

interface UninstallOptionsHandle {
  /** Written to by the fields. */
  readonly options: UninstallOptions
  /** How many of the folded ones are not as usual. */
  readonly changed: ComputedRef<number>
  /** As they are sent: the history's, and what is not as usual. */
  readonly request: ComputedRef<UninstallRequest>
  readonly timeoutProblem: ComputedRef<string>
}

/** The options of an uninstall, chosen in its dialog. @param preset what they begin with. */
export function useUninstallOptions(preset: AddressPreset | null): UninstallOptionsHandle {
  const { wait, timeoutSeconds } = optionsWith(preset)
  const options = reactive<UninstallOptions>({
    keepHistory: false,
    wait,
    timeoutSeconds,
    noHooks: false,
    cascade: 'background',
  })
  const folded = computed(() => ({
    ...waitRequest(options),
    ...(options.noHooks ? { no_hooks: true as const } : {}),
    ...(options.cascade === 'background' ? {} : { cascade: options.cascade }),
  }))
  const request = computed(() => ({ keep_history: options.keepHistory, ...folded.value }))
  const changed = computed(() => Object.keys(folded.value).length)
  const timeoutProblem = computed(() =>
    options.wait && !isTimeout(options.timeoutSeconds) ? 'Enter a time from 1 second to 24 hours.' : '',
  )
  return { options, changed, request, timeoutProblem }
}
