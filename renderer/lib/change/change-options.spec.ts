import { describe, expect, it } from 'vitest'
import { optionRequest, usualOptions } from '@shared/change-options/derived'
import { helm4 } from '@shared/testing/helm-features'
import { applyPreset, doubled } from './change-options'

describe('the options of a change', () => {
  it('take what the button of an error sets, and what stood against it goes', () => {
    const chosen = { ...usualOptions, server_side: 'false' as const, force_replace: true }
    applyPreset(chosen, 'force-conflicts')
    expect(optionRequest('upgrade', chosen, helm4)).toEqual({ force_conflicts: true })
    applyPreset(chosen, 'take-ownership')
    expect(chosen.take_ownership).toBe(true)
    applyPreset(chosen, 'raise-timeout')
    expect(chosen.timeout_seconds).toBe(600)
    applyPreset(chosen, 'raise-timeout', 1200)
    expect(chosen.timeout_seconds).toBe(2400)
    expect(doubled(86_000)).toBe(86_400)
    expect(doubled(Number.NaN)).toBe(600)
  })
})
