import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Operation } from '@shared/model/operation'
import { useIsShort } from '@/lib/view/useIsShort'

/** What is told of changes that ended out of sight, newest last, until each is dismissed. */
export const useToastStore = defineStore('toasts', () => {
  const all = shallowRef<readonly Operation[]>([])
  /** More would cover the page; the rest waits for its turn and is counted. */
  const isShort = useIsShort()
  const most = computed(() => (isShort.value ? 1 : 3))
  const shown = computed(() => all.value.slice(-most.value))
  const more = computed(() => all.value.length - shown.value.length)

  function add(operation: Operation): void {
    all.value = [...all.value.filter(({ id }) => id !== operation.id), operation]
  }

  function dismiss(id: string): void {
    all.value = all.value.filter((one) => one.id !== id)
  }

  /** Takes away those that the person has come to see. */
  function dismissWhere(isSeen: (operation: Operation) => boolean): void {
    if (all.value.some(isSeen)) all.value = all.value.filter((one) => !isSeen(one))
  }

  function clear(): void {
    all.value = []
  }

  return { all, shown, more, add, dismiss, dismissWhere, clear }
})
