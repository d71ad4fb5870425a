import { afterAll, vi } from 'vitest'

/** Spec files share a process: what one of them has replaced must not reach the next. */
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
