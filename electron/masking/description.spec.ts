import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { maskDescription, needsSecrets, typedDescription, withheldDescription } from './description'

const refused = 'Upgrade "web" failed: Secret "web" is invalid: data: Invalid value: "Pl4nted": too weak'

describe('what helm notes of a revision', () => {
  it.each([
    ['deployed', 'Install complete'],
    ['superseded', 'Rollback to 12'],
    ['pending-upgrade', 'Preparing upgrade'],
    ['uninstalling', 'Deletion in progress (or silently failed)'],
    ['failed', 'Upgrade "web" failed: context deadline exceeded'],
    ['deployed', 'Ticket 4711: more replicas'],
    ['failed', ''],
  ])('is shown as it is: %s, %j', (status, description) => {
    expect(needsSecrets(status, description)).toBe(false)
    expect(typedDescription(description)).toBe(description)
  })

  it.each([
    ['failed', refused],
    ['deployed', refused],
    ['failed', 'Ticket 4711'],
    ['pending-install', 'odd words'],
    ['deployed', 'it was denied'],
  ])('may quote a secret: %s, %j', (status, description) => {
    expect(needsSecrets(status, description)).toBe(true)
  })

  it('is masked by what is known, or kept back', () => {
    expect(maskDescription(refused, ['Pl4nted'])).toBe(refused.replace('Pl4nted', mask))
    expect(withheldDescription(refused)).toMatch(/^Upgrade "web" failed\. Its reason is not shown/)
    expect(withheldDescription('it was denied')).not.toContain('denied')
    expect(typedDescription('with password=Pl4nted')).toBe(`with password=${mask}`)
  })
})
