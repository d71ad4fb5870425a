import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { refuseLogin } from './chart-address'

function refusal(chart: string): AppFailure | null {
  try {
    refuseLogin(chart)
    return null
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown
    throw thrown
  }
}

describe('the address of a chart', () => {
  it.each([
    'oci://robot:pl4nted-pw@registry.test/charts/web',
    'oci://pl4nted-pw@registry.test/charts/web',
    'OCI://robot:pl4nted@pw@registry.test:5000/web',
    'https://robot:pl4nted-pw@charts.test/web-1.0.0.tgz',
  ])('with a sign-in in it is refused, unrepeated: %s', (chart) => {
    const failure = refusal(chart)
    expect(failure?.error).toMatchObject({ code: 'registry-unauthorised', actions: ['log-in'] })
    expect(JSON.stringify(failure?.error)).not.toMatch(/pl4nted|robot/)
  })

  it.each(['oci://registry.test/a@b/web', 'shop/web', 'me@home/web', '/home/a@b/web', 'oci://registry.test:5000/web'])(
    'without one is not: %s',
    (chart) => expect(refusal(chart)).toBeNull(),
  )
})
