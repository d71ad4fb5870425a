import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What the window shows beside what the address says. */
export const useViewStore = defineStore('view', () => ({
  /** What the view in sight calls itself: its heading, and with it the window's title. '' while it has none yet. */
  name: ref(''),
  aboutOpen: ref(false),
  /** How values are edited, where a chart's schema allows for both. */
  valuesLook: ref<'text' | 'form'>('text'),
}))
