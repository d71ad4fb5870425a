import { configure } from '@testing-library/vue'
import { vi } from 'vitest'

/** Milliseconds: a whole window with an editor in it is slow to draw without a browser, on a busy machine above all. */
const patience = 15_000

/** Waits as long as a busy machine may need, in every `find…` and in the test as a whole; for specs of whole pages. */
export function bePatient(): void {
  vi.setConfig({ testTimeout: 2 * patience, hookTimeout: 2 * patience })
  configure({ asyncUtilTimeout: patience })
}

/** Tries a check until it holds. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: patience })
}
