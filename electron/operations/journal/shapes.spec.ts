import { describe, expect, it } from 'vitest'
import { makeOperation } from '@shared/testing/make-operation'
import { without } from '@shared/without'
import { records, withName } from './shapes'

describe('a line of the journal', () => {
  it('of an earlier version is read: it calls the name of a release otherwise', () => {
    const { name, ...rest } = without(makeOperation(), 'objects')
    const old = { is: 'state', operation: { ...rest, releaseName: name } }
    const now = { is: 'state', operation: { ...rest, name } }
    expect(records.parse(old)).toEqual(records.parse(now))
    expect(withName(null)).toBeNull()
  })

  it('keeps what was asked for, and refuses what nobody can have asked for', () => {
    const operation = without(makeOperation({ request: { chart: 'shop/web', timeoutSeconds: 60 } }), 'objects')
    expect(records.parse({ is: 'state', operation })).toMatchObject({ operation: { request: { chart: 'shop/web' } } })
    const odd = { ...operation, request: { revision: -1 } }
    expect(records.safeParse({ is: 'state', operation: odd }).success).toBe(false)
  })
})
