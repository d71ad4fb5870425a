import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { AppInfo } from '@shared/model/app'
import { invoke, listen } from '@/bridge/invoke'

/** The app's own versions and warnings. */
export const useAppStore = defineStore('app', () => {
  const info = shallowRef<AppInfo | null>(null)
  const error = shallowRef<AppError | null>(null)
  /** Why what the person chooses won't outlive the app; null where it does. */
  const storageProblem = shallowRef<AppError | null>(null)

  async function load(): Promise<void> {
    // What is told meanwhile is newer than the answer.
    const before = storageProblem.value
    try {
      info.value = await invoke('app:get_info', {})
      error.value = null
      if (storageProblem.value === before) storageProblem.value = info.value.storage.problem
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
  }

  const start = (): (() => void) =>
    listen('app:storage_changed', ({ problem }) => {
      storageProblem.value = problem
    })

  return { info, error, storageProblem, load, start }
})
