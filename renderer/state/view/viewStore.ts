import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What the view in sight calls itself: its heading, and with it the window's title. '' while it has none yet. */
export const useViewStore = defineStore('view', () => ({ name: ref('') }))
