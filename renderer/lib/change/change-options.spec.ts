import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { requests } from '@shared/contract/requests'
import type { HelmFeatures } from '@shared/model/helm-features'
import { helm4 } from '@/testing/plain-bridge'
import {
  applyPreset,
  blockedOptions,
  changedOptions,
  doubled,
  isHistoryMax,
  offeredOptions,
  optionRequest,
  usualOptions,
  type ChangeOptions,
} from './change-options'

const helm3: HelmFeatures = {
  version: '3.18.0',
  waitStrategies: ['watcher'],
  serverSide: false,
  takeOwnership: true,
  valuesDocuments: 'first',
}
const options = (part: Partial<ChangeOptions> = {}): ChangeOptions => ({ ...usualOptions, ...part })

describe('the options of a change', () => {
  it('are those that the helm in use and the verb have', () => {
    expect(offeredOptions('upgrade', helm4)).toHaveLength(10)
    const old = offeredOptions('upgrade', helm3)
    for (const name of ['waitStrategy', 'serverSide', 'forceConflicts'] as const) expect(old).not.toContain(name)
    expect(offeredOptions('install', helm4)).not.toContain('historyMax')
    expect(offeredOptions('rollback', helm4)).not.toContain('takeOwnership')
    expect(offeredOptions('upgrade', null)).not.toContain('forceReplace')
  })

  it('say why they do not go with the others', () => {
    expect(blockedOptions(options(), helm4)).toEqual({ forceReplace: 'Requires server-side apply to be off.' })
    expect(blockedOptions(options({ forceConflicts: true }), helm4).forceReplace).toContain("Can't be combined")
    expect(Object.keys(blockedOptions(options({ serverSide: 'false' }), helm4))).toEqual(['forceConflicts'])
    expect(blockedOptions(options(), helm3)).toEqual({})
    const notWaiting = Object.keys(blockedOptions(options({ wait: false }), helm3))
    expect(notWaiting).toEqual(['waitStrategy', 'waitForJobs', 'rollbackOnFailure'])
  })

  it('are counted and sent only where they are not as usual, and can be', () => {
    const chosen = options({ waitForJobs: true, forceReplace: true, historyMax: 0, noHooks: true })
    expect(changedOptions('upgrade', chosen, helm4)).toEqual(['waitForJobs', 'noHooks', 'historyMax'])
    expect(optionRequest('upgrade', chosen, helm4)).toEqual({ wait_for_jobs: true, no_hooks: true, history_max: 0 })
    expect(optionRequest('upgrade', chosen, helm3)).toMatchObject({ force_replace: true })
    expect(optionRequest('install', chosen, helm3)).not.toHaveProperty('history_max')
    expect(optionRequest('upgrade', options(), helm4)).toEqual({})
  })

  const anyOptions = fc.record({
    wait: fc.boolean(),
    timeoutSeconds: fc.integer({ min: 1, max: 86_400 }),
    waitStrategy: fc.constantFrom('watcher', 'legacy'),
    waitForJobs: fc.boolean(),
    rollbackOnFailure: fc.boolean(),
    cleanupOnFail: fc.boolean(),
    takeOwnership: fc.boolean(),
    serverSide: fc.constantFrom('auto', 'true', 'false'),
    forceConflicts: fc.boolean(),
    forceReplace: fc.boolean(),
    noHooks: fc.boolean(),
    historyMax: fc.option(fc.integer({ min: 0, max: 10_000 })),
  })

  it('are always what the contract takes, and never a pair that helm refuses', () => {
    const base = { context: 'prod', namespace: 'shop', release_name: 'web' }
    fc.assert(
      fc.property(anyOptions, fc.constantFrom(helm3, helm4, null), (chosen, features) => {
        const sent = optionRequest('upgrade', chosen, features)
        const upgrade = { ...base, chart: 'shop/web', values: '', ...sent }
        expect(requests['helm:upgrade'].input.safeParse(upgrade).success).toBe(true)
        const back = { ...base, revision: 1, ...optionRequest('rollback', chosen, features) }
        expect(requests['helm:rollback'].input.safeParse(back).success).toBe(true)
        const install = { ...base, chart: 'shop/web', ...optionRequest('install', chosen, features) }
        expect(requests['helm:install'].input.safeParse(install).success).toBe(true)
        expect(sent.force_replace === true && sent.force_conflicts === true).toBe(false)
        if (features?.serverSide === true && sent.force_replace === true) expect(sent.server_side).toBe('false')
        if (!chosen.wait) expect(sent.wait_for_jobs ?? sent.rollback_on_failure).toBeUndefined()
      }),
    )
  })

  it('take what the button of an error sets, and what stood against it goes', () => {
    const chosen = options({ serverSide: 'false', forceReplace: true })
    applyPreset(chosen, 'force-conflicts')
    expect(optionRequest('upgrade', chosen, helm4)).toEqual({ force_conflicts: true })
    applyPreset(chosen, 'take-ownership')
    expect(chosen.takeOwnership).toBe(true)
    applyPreset(chosen, 'raise-timeout')
    expect(chosen.timeoutSeconds).toBe(600)
    applyPreset(chosen, 'raise-timeout', 1200)
    expect(chosen.timeoutSeconds).toBe(2400)
    expect(doubled(86_000)).toBe(86_400)
    expect(doubled(Number.NaN)).toBe(600)
  })

  it.each([
    [null, true],
    [0, true],
    [10_001, false],
    [1.5, false],
    [-1, false],
  ])('keep %s revisions: %s', (count, fine) => expect(isHistoryMax(count)).toBe(fine))
})
