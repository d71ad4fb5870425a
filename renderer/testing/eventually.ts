import { vi } from 'vitest'

/** Tries a check until it holds. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check)
}
