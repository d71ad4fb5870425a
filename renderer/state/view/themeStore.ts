import { useColorMode } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'

const order: readonly Theme[] = ['auto', 'light', 'dark']

/**
 * The window's theme: the system's until the person chooses. `disableTransition` is off because that option inserts
 * a style element and forces a layout for nothing: colours here have no transition.
 */
export const useThemeStore = defineStore('theme', () => {
  const mode = useColorMode({ emitAuto: true, disableTransition: false })
  const theme = computed<Theme>(() => mode.value)
  const next = computed<Theme>(() => order[(order.indexOf(mode.value) + 1) % order.length] ?? 'auto')
  const cycle = (): void => void (mode.value = next.value)
  return { theme, next, cycle }
})
