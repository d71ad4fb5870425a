import { describe, expect, it } from 'vitest'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withTemporaryFolder } from './testing/fixtures.mjs'
import { where } from './where.mjs'

describe('where', () => {
  it('finds nothing in an empty cache, and makes nothing', () =>
    withTemporaryFolder(async (folder) => {
      const cache = join(folder, 'cache')
      const { electron, helm } = await where({ WHEELHOUSE_CACHE: cache })
      expect({ electron, helm }).toEqual({ electron: null, helm: { 3: null, 4: null } })
      expect(existsSync(cache)).toBe(false)
    }))

  it('names files that exist', async () => {
    const { electron, helm, app } = await where()
    for (const file of [electron, helm[3], helm[4], app]) expect(file === null || existsSync(file)).toBe(true)
    for (const file of [helm[3], helm[4]])
      expect(file === null || basename(file).replace('.exe', '') === 'helm').toBe(true)
  })
})
