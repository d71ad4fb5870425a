import { describe, expect, it } from 'vitest'
import { idOf, named } from './release-input'

describe('a release that a channel names', () => {
  it('is a ReleaseId behind the door; its cluster and the id of its operation go another way', () => {
    const id = 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d'
    const input = {
      release_name: 'web',
      namespace: 'shop',
      context: 'prod',
      cluster: 'ab',
      operation_id: id,
      revision: 3,
    }
    expect(named(input)).toEqual({ name: 'web', namespace: 'shop', revision: 3 })
    expect(idOf(input)).toEqual({ id })
    expect(idOf({})).toEqual({})
  })
})
