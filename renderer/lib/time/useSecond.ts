import { createSharedComposable, useNow } from '@vueuse/core'

/** The time, once a second, while somebody looks: what elapsed times are measured against. */
export const useSecond = createSharedComposable(() => useNow({ interval: 1_000 }))
