import { describe, expect, it } from 'vitest'
import { makePlan } from '@/testing/make-plan'
import { planOrigin } from './plan-origin'

describe('the way back from a plan', () => {
  it('leads where it was opened, if that is a place of the window', () => {
    expect(planOrigin('/install?chart=a/b', null, 'prod')).toEqual({
      to: '/install?chart=a/b',
      label: 'Back to values',
    })
    expect(planOrigin('/releases/shop/web?ask=rollback', null, 'prod').label).toBe('Back')
    expect(planOrigin('/activity/1', null, 'prod').label).toBe('Back to Activity')
    expect(planOrigin('//elsewhere.example.com', null, 'prod')).toEqual({
      to: { name: 'releases' },
      label: 'Go to Releases',
    })
  })

  it('leads to what it plans where that is not known', () => {
    expect(planOrigin('', makePlan(), 'prod')).toMatchObject({ to: { name: 'upgrade' }, label: 'Back to values' })
    expect(planOrigin('', makePlan({ verb: 'rollback' }), 'prod').label).toBe('Open web')
    expect(planOrigin('', makePlan({ verb: 'install' }), 'prod').to).toEqual({ name: 'charts' })
  })
})
