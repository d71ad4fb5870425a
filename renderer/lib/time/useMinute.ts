import { createSharedComposable, useNow } from '@vueuse/core'

/** The time, once a minute, one timer for the whole window: what relative times are measured against. */
export const useMinute = createSharedComposable(() => useNow({ interval: 60_000 }))
