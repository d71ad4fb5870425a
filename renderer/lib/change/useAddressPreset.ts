import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ChangeOptions } from '@shared/change-options/derived'
import { errorActions, type ErrorAction } from '@shared/errors'
import { queryText } from '@/lib/view/query-text'

/** What an address asks to be set for the next try of a change. */
export interface AddressPreset {
  readonly set: ErrorAction
  /** The time that was not enough; null where it is not known. */
  readonly seconds: number | null
}

/** What the query of an address asks for; null where it asks for nothing. */
export function presetOf(query: Readonly<Record<string, unknown>>): AddressPreset | null {
  const set = errorActions.find((action) => action === queryText(query['set']))
  if (set === undefined) return null
  const seconds = Number(queryText(query['seconds']))
  return { set, seconds: Number.isInteger(seconds) && seconds > 0 ? seconds : null }
}

/**
 * Does once what the address asks for, as soon as the draft is there, and takes it out of the address.
 * @param options the draft's; null while the page is not ready.
 */
export function useAddressPreset(options: () => ChangeOptions | null, act: (action: ErrorAction) => void): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    () => (options() === null ? null : JSON.stringify(presetOf(route.query))),
    () => {
      const [now, preset] = [options(), presetOf(route.query)]
      if (now === null || preset === null) return
      if (preset.seconds !== null) now.timeout_seconds = preset.seconds
      act(preset.set)
      void router.replace({ query: { ...route.query, set: undefined, seconds: undefined } })
    },
    { immediate: true, flush: 'post' },
  )
}
