import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { requests } from '../contract/requests'
import { secretMask } from '../mask'
import type { HelmFeatures } from '../model/helm-features'
import { helm3, helm4 } from '../testing/helm-features'
import {
  changedOptions,
  firstProblem,
  offeredOptions,
  optionBlock,
  optionProblem,
  optionRequest,
  optionsOfRequest,
  usualOptions,
  type ChangeOptions,
  type OptionName,
} from './derived'

const options = (part: Partial<ChangeOptions> = {}): ChangeOptions => ({ ...usualOptions, ...part })

/** Why options cannot be used, by their names. */
function blocked(given: ChangeOptions, features: HelmFeatures): Partial<Record<OptionName, string>> {
  const reasons = offeredOptions('upgrade', helm4).map((name) => [name, optionBlock(name, 'upgrade', given, features)])
  return Object.fromEntries(reasons.filter(([, reason]) => reason !== '')) as Partial<Record<OptionName, string>>
}

describe('the options of a change', () => {
  it('are those that the helm in use and the verb have', () => {
    expect(offeredOptions('upgrade', helm4)).toHaveLength(12)
    const old = offeredOptions('upgrade', helm3)
    for (const name of ['wait_strategy', 'server_side', 'force_conflicts'] as const) expect(old).not.toContain(name)
    expect(offeredOptions('install', helm4)).not.toContain('history_max')
    expect(offeredOptions('rollback', helm4)).not.toContain('take_ownership')
    expect(offeredOptions('upgrade', null)).not.toContain('force_replace')
    expect(offeredOptions('uninstall', helm3)).toEqual(['cascade', 'no_hooks', 'description'])
    expect(offeredOptions('rollback', helm4)).toContain('description')
    expect(offeredOptions('rollback', helm3)).not.toContain('description')
    expect(offeredOptions('test', helm4)).toEqual([])
  })

  it('say why they do not go with the others', () => {
    expect(blocked(options(), helm4)).toEqual({ force_replace: 'Requires server-side apply to be off.' })
    expect(blocked(options({ force_conflicts: true }), helm4).force_replace).toContain("Can't be combined")
    expect(Object.keys(blocked(options({ server_side: 'false' }), helm4))).toEqual(['force_conflicts'])
    expect(blocked(options(), helm3)).toEqual({})
    const notWaiting = Object.keys(blocked(options({ wait: false }), helm3))
    expect(notWaiting).toEqual(['wait_strategy', 'wait_for_jobs', 'rollback_on_failure'])
    expect(optionBlock('description', 'uninstall', options(), helm4)).toContain('history is kept')
    expect(optionBlock('description', 'uninstall', options({ keep_history: true }), helm4)).toBe('')
  })

  it('are counted and sent only where they are not as usual, and can be', () => {
    const chosen = options({ wait_for_jobs: true, force_replace: true, history_max: 0, no_hooks: true })
    expect(changedOptions('upgrade', chosen, helm4)).toEqual(['wait_for_jobs', 'no_hooks', 'history_max'])
    expect(optionRequest('upgrade', chosen, helm4)).toEqual({ wait_for_jobs: true, no_hooks: true, history_max: 0 })
    expect(optionRequest('upgrade', chosen, helm3)).toMatchObject({ force_replace: true })
    expect(optionRequest('install', chosen, helm3)).not.toHaveProperty('history_max')
    expect(optionRequest('upgrade', options(), helm4)).toEqual({})
  })

  const anyOptions = fc.record({
    keep_history: fc.boolean(),
    wait: fc.boolean(),
    timeout_seconds: fc.integer({ min: 1, max: 86_400 }),
    wait_strategy: fc.constantFrom('watcher', 'legacy'),
    wait_for_jobs: fc.boolean(),
    rollback_on_failure: fc.boolean(),
    cleanup_on_fail: fc.boolean(),
    take_ownership: fc.boolean(),
    server_side: fc.constantFrom('auto', 'true', 'false'),
    force_conflicts: fc.boolean(),
    force_replace: fc.boolean(),
    cascade: fc.constantFrom('background', 'orphan', 'foreground'),
    no_hooks: fc.boolean(),
    history_max: fc.option(fc.integer({ min: 0, max: 10_000 })),
    description: fc.constantFrom('', 'why', '--debug, and "more"'),
    labels: fc.constantFrom('', 'team=shop', 'team=shop, example.com/tier=web,empty='),
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
        const uninstall = { ...base, ...optionRequest('uninstall', chosen, features) }
        expect(requests['helm:uninstall'].input.safeParse(uninstall).success).toBe(true)
        expect(optionsOfRequest(sent)).toMatchObject(sent)
        expect(sent.force_replace === true && sent.force_conflicts === true).toBe(false)
        if (features?.serverSide === true && sent.force_replace === true) expect(sent.server_side).toBe('false')
        if (!chosen.wait) expect(sent.wait_for_jobs ?? sent.rollback_on_failure).toBeUndefined()
      }),
    )
  })

  it.each([
    [null, true],
    [0, true],
    [10_001, false],
    [1.5, false],
    [-1, false],
  ])('keep %s revisions: %s', (count, fine) => expect(optionProblem('history_max', count) === '').toBe(fine))

  it.each([
    ['', ''],
    ['team=shop', ''],
    [' team=shop ,example.com/tier=web, empty=', ''],
    ['gone=null', ''],
    ['team', 'Enter labels as key=value, separated by commas.'],
    ['team=shop,', 'Enter labels as key=value, separated by commas.'],
    ['owner=me', 'helm sets the label owner itself.'],
    ['modifiedAt=1', 'helm sets the label modifiedAt itself.'],
    ['a=1,a=2', 'The label a is there twice.'],
    ['-a=1', 'A key is made of'],
    ['=1', 'A key is made of'],
    ['Example.com/a=1', 'A key is made of'],
    ['a/b/c=1', 'A key is made of'],
    [`${'k'.repeat(64)}=1`, 'A key is made of'],
    ['a=b=c', 'A value is made of'],
    ['a=b c', 'A value is made of'],
    [`a=${'v'.repeat(64)}`, 'A value is made of'],
    ['a=b\n', 'Labels have no control characters.'],
  ])('labels %j: %j', (text, problem) => {
    if (problem === '') expect(optionProblem('labels', text)).toBe('')
    else expect(optionProblem('labels', text)).toContain(problem)
  })

  it('take one line without a masked part as a description', () => {
    expect(optionProblem('description', 'x'.repeat(200))).toBe('')
    expect(optionProblem('description', 'x'.repeat(201))).toBe('Enter at most 200 characters.')
    expect(optionProblem('description', '  ')).toBe('A description is one line of text.')
    expect(optionProblem('description', 'a\nb')).toBe('A description is one line of text.')
    expect(optionProblem('description', `was ${secretMask}`)).toContain('masked')
    const bad = options({ description: 'a\nb' })
    expect(firstProblem('install', bad, helm4)?.name).toBe('Description')
    // It is not sent: the history goes with the release.
    expect(firstProblem('uninstall', bad, helm4)).toBeNull()
  })
})
