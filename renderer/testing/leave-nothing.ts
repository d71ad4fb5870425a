import { cleanup } from '@testing-library/vue'
import { afterAll } from 'vitest'

/** What `giveElementsASize` replaces, as it was before this file. */
const sizes = (['clientHeight', 'clientWidth'] as const).map(
  (name) => [name, Object.getOwnPropertyDescriptor(HTMLElement.prototype, name)] as const,
)

/** Spec files share a window: the next one finds it as a person does who opens it for the first time. */
afterAll(() => {
  cleanup()
  document.body.replaceChildren()
  document.title = ''
  for (const { name } of [...document.documentElement.attributes]) document.documentElement.removeAttribute(name)
  localStorage.clear()
  sessionStorage.clear()
  Reflect.deleteProperty(window, 'wheelhouse')
  for (const [name, descriptor] of sizes) {
    if (descriptor === undefined) Reflect.deleteProperty(HTMLElement.prototype, name)
    else Object.defineProperty(HTMLElement.prototype, name, descriptor)
  }
})
