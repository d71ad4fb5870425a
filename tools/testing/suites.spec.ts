import { describe, expect, it } from 'vitest'
import { chooseSuites } from './choose.mjs'
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

  it('have those among them that changes choose', () => {
    const changed = ['a.ts', 'a.spec.ts', 'electron/a.integration.spec.ts', 'e2e/specs/a.spec.ts', 'build/icon.png']
    const imports = new Map(changed.map((file) => [file, new Set<string>()]))
    const chosen = chooseSuites({ changed, imports, msOf: () => undefined }).map(({ suite }) => suite)
    expect(SUITES.map(({ name }) => name)).toEqual(expect.arrayContaining(chosen.filter((name) => name !== 'package')))
    expect(chosen).toHaveLength(7)
  })

  it('wait for suites that there are', () => {
    const names = SUITES.map(({ name }) => name)
    for (const { after } of SUITES) expect(names).toEqual(expect.arrayContaining(after))
  })
})
