import { describe, expect, it } from 'vitest'
import { makeOperation } from '@shared/testing/make-operation'
import { adviceOn, operationOffers } from './offers'

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
    expect(adviceOn('log-in', 'oci://robot:pl4nted@ghcr.io/shop/web')?.command.at(-1)).toBe('ghcr.io')
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
})
