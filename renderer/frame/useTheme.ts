import { useColorMode } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'

const order: readonly Theme[] = ['auto', 'light', 'dark']

/**
 * The window's theme: the system's until the person chooses. `disableTransition` is off because that option inserts
 * a style element and forces a layout for nothing: colours here have no transition.
 */
export function useTheme(): { theme: ComputedRef<Theme>; next: ComputedRef<Theme>; cycle: () => void } {
  const mode = useColorMode({ emitAuto: true, disableTransition: false })
  const theme = computed(() => mode.value)
  const next = computed(() => order[(order.indexOf(mode.value) + 1) % order.length] ?? 'auto')
  return { theme, next, cycle: () => void (mode.value = next.value) }
}
