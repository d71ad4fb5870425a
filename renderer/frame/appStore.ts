import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { AppInfo } from '@shared/model/app'
import { invoke } from '@/bridge/invoke'

/** The app's own versions and warnings. */
export const useAppStore = defineStore('app', () => {
  const info = shallowRef<AppInfo | null>(null)
  const error = shallowRef<AppError | null>(null)

  async function load(): Promise<void> {
    try {
      info.value = await invoke('app:get_info', {})
      error.value = null
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
  }

  return { info, error, load }
})
