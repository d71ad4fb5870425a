import { describe, expect, it } from 'vitest'
import { makeOperation } from '@shared/testing/make-operation'
import { adviceOn, chartOf, operationOffers, rollbackTargetOf, timeoutOf } from './error-actions'

const failingPod = {
  kind: 'Deployment',
  name: 'web',
  namespace: 'shop',
  state: 'failing' as const,
  reason: '',
  pods: [{ name: 'web-1', namespace: 'shop', state: 'failing' as const, reason: '', container: 'web', restarts: 3 }],
}

describe('what can be done about an error', () => {
  it('is a command where only a terminal can do it', () => {
    expect(adviceOn('log-in', 'oci://ghcr.io/shop/web')?.command).toEqual(['helm', 'registry', 'login', 'ghcr.io'])
    expect(adviceOn('build-dependencies', '/charts/web')?.command).toEqual([
      'helm',
      'dependency',
      'build',
      '/charts/web',
    ])
    expect(adviceOn('log-in', 'shop/web')).toBeNull()
    expect(adviceOn('build-dependencies', 'shop/web')).toBeNull()
    expect(adviceOn('retry', '/charts/web')).toBeNull()
  })

  it('depends on the verb, and on whether there is a pod to show', () => {
    expect(operationOffers(makeOperation())).not.toContain('show-pod')
    expect(operationOffers(makeOperation({ objects: [failingPod] }))).toContain('show-pod')
    expect(operationOffers(makeOperation({ verb: 'uninstall' }))).toEqual(['raise-timeout', 'repair'])
    expect(operationOffers(makeOperation({ verb: 'rollback' }))).not.toContain('take-ownership')
    expect(operationOffers(makeOperation({ foreign: true }))).toEqual([])
  })

  it('begins with what the command says', () => {
    const command = ['helm', 'rollback', '--timeout=90s', '--', 'web', '2']
    expect(timeoutOf(makeOperation({ command }))).toBe(90)
    expect(timeoutOf(makeOperation({ command: ['helm', 'test', '--', 'web'] }))).toBeUndefined()
    expect(rollbackTargetOf(makeOperation({ verb: 'rollback', command }))).toBe(2)
    // A release may be called by a number.
    expect(
      rollbackTargetOf(makeOperation({ verb: 'rollback', command: ['helm', 'rollback', '--', '7'] })),
    ).toBeUndefined()
    expect(chartOf(makeOperation())).toBe('shop/web')
    expect(chartOf(makeOperation({ verb: 'uninstall' }))).toBe('')
  })
})
