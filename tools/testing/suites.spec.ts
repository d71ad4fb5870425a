import { describe, expect, it } from 'vitest'
import { SUITES, packageIsTested } from './suites.mjs'

describe('the suites', () => {
  it.each([
    [{}, 'linux', true],
    [{ WHEELHOUSE_SKIP_PACKAGE: '1' }, 'linux', false],
    [{ WHEELHOUSE_SKIP_PACKAGE: '1', CI: 'true' }, 'linux', true],
    [{ WHEELHOUSE_SKIP_PACKAGE: 'no' }, 'linux', true],
    [{}, 'darwin', false],
  ] as const)('have the packages among them with %j on %s: %s', (env, platform, runs) => {
    expect(packageIsTested(env, platform)).toBe(runs)
  })

  it('wait for suites that there are', () => {
    const names = SUITES.map(({ name }) => name)
    for (const { after } of SUITES) expect(names).toEqual(expect.arrayContaining(after))
  })
})
