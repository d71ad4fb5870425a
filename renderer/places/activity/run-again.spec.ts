import { describe, expect, it } from 'vitest'
import { usualOptions } from '@shared/change-options/derived'
import { makeOperation } from '@shared/testing/make-operation'
import { draftAgain, runAgain } from './run-again'

describe('running an operation again', () => {
  it('goes to the page of installs and upgrades, and to the dialog of the others', () => {
    expect(runAgain(makeOperation({ verb: 'install' }), {})).toEqual({ way: 'page', verb: 'install' })
    expect(runAgain(makeOperation({ verb: 'rollback' }), { revision: 3 })).toEqual({
      way: 'ask',
      ask: 'rollback',
      revision: 3,
    })
    expect(runAgain(makeOperation({ verb: 'rollback' }), { revision: 'x' })).toEqual({ way: 'ask', ask: 'rollback' })
    expect(runAgain(makeOperation({ verb: 'test' }), {})).toEqual({ way: 'ask', ask: 'test' })
    expect(runAgain(makeOperation({ verb: 'repair' }), {})).toBeNull()
    expect(runAgain(makeOperation({ foreign: true }), {})).toBeNull()
  })

  it('fills the draft with what was asked for, and with the values of the cluster', () => {
    const request = { chart: 'shop/web', version: '1.4.0', wait: false, timeout_seconds: 60, take_ownership: true }
    expect(draftAgain(makeOperation({ revision: 7 }), request, 'a: 1\n')).toMatchObject({
      verb: 'upgrade',
      chart: 'shop/web',
      version: '1.4.0',
      values: 'a: 1\n',
      valuesFrom: ["Revision 7's values"],
      fromRevision: 7,
      options: { ...usualOptions, wait: false, timeout_seconds: 60, take_ownership: true },
    })
  })

  it('takes nothing strange from the journal', () => {
    const request = { chart: 5, version: null, timeout_seconds: -1, server_side: 'maybe', history_max: 'all' }
    expect(draftAgain(makeOperation({ verb: 'install', request: { chart: 'shop/web' } }), request, '')).toMatchObject({
      chart: 'shop/web',
      version: '',
      fromRevision: 0,
      options: usualOptions,
    })
  })
})
