import { useMediaQuery } from '@vueuse/core'
import type { Ref } from 'vue'

/** Whether there is little height: a small window, or a usual one at 150 % or 200 %. Styles say the same with `short:`. */
export function useIsShort(): Readonly<Ref<boolean>> {
  return useMediaQuery('(max-height: 640px)')
}
