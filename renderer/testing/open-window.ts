import ui from '@nuxt/ui/vue-plugin'
import { render, type RenderResult } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import { createMemoryHistory, type Router } from 'vue-router'
import { makeOperation } from '@shared/testing/make-operation'
import App from '@/App.vue'
import { makeRouter } from '@/router'

/**
 * Shows the whole window at an address, with the bridge that the spec has installed. A change that it sends is the operation
 * that `makeOperation` makes.
 */
export async function openWindow(path = '/'): Promise<RenderResult & { router: Router }> {
  vi.spyOn(crypto, 'randomUUID').mockReturnValue(makeOperation().id as ReturnType<typeof crypto.randomUUID>)
  const pinia = createPinia()
  setActivePinia(pinia)
  giveElementsASize()
  const router = makeRouter(createMemoryHistory())
  await router.push(path)
  return { ...render(App, { global: { plugins: [pinia, router, ui] } }), router }
}

/** The test's document has no layout: without a height the table would show no row. */
export function giveElementsASize(): void {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 })
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 900 })
}
