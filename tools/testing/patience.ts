import { vi } from 'vitest'

/** Milliseconds. A busy machine may stop for seconds; a check that holds is not waited for any longer. */
const patience = 15_000

const { waitFor } = vi

/** Vitest gives every wait one second, and has no setting for it: a pause of the machine would count as a failure. */
vi.waitFor = (check, options = {}) =>
  waitFor(check, { timeout: patience, ...(typeof options === 'number' ? { timeout: options } : options) })
