import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { forgetFailure, rememberFailure, rememberedFailure } from './failure-memory.mjs'

const HOUR = 60 * 60 * 1000

describe('remembered failures', () => {
  it('last a day, or until forgotten', () =>
    withTemporaryFolder(async (cache) => {
      expect(await rememberedFailure(cache, 'https://a', 0)).toBeUndefined()
      await rememberFailure(cache, 'https://a', 'no route', 0)
      expect(await rememberedFailure(cache, 'https://a', 23 * HOUR)).toBe('no route')
      expect(await rememberedFailure(cache, 'https://b', 23 * HOUR)).toBeUndefined()
      expect(await rememberedFailure(cache, 'https://a', 25 * HOUR)).toBeUndefined()
      await rememberFailure(cache, 'https://a', 'no route', 0)
      await forgetFailure(cache, 'https://a')
      expect(await rememberedFailure(cache, 'https://a', HOUR)).toBeUndefined()
    }))

  it('do not count when the clock went back', () =>
    withTemporaryFolder(async (cache) => {
      await rememberFailure(cache, 'https://a', 'no route', 10 * HOUR)
      expect(await rememberedFailure(cache, 'https://a', 0)).toBeUndefined()
    }))
})
