import { describe, expect, it, vi } from 'vitest'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { ensureHelm, locateControlPlane, locateHelms } from './go-binaries.mjs'

describe('programs from Go modules', () => {
  it('are not there before they are built', () =>
    withTemporaryFolder((cache) => {
      expect(locateControlPlane(cache)).toBeUndefined()
      expect(locateHelms(cache)).toEqual({ 3: undefined, 4: undefined })
      return Promise.resolve()
    }))

  it('need Go, and the sentence says how to get it', () =>
    withTemporaryFolder(async (cache) => {
      vi.stubEnv('PATH', join(cache, 'none'))
      await expect(ensureHelm(4, { cache })).rejects.toThrow(
        'Go is not installed. Install Go 1.26 or newer from https://go.dev/dl',
      )
      expect(await readdir(join(cache, 'go'))).toEqual([])
    }).finally(() => vi.unstubAllEnvs()))
})
