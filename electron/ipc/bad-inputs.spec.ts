import { describe, expect, it } from 'vitest'
import { badFields, badInputsOf, formsOf, requestNames, soundInputsOf } from '../../e2e/fixtures/bad-inputs'
import { requests } from '@shared/contract/requests'

/* What e2e/specs/contract.spec.ts sends to the real app: that it is whole, and that each input is bad for one reason alone. */

describe.each(requestNames)('the table of bad inputs: %s', (name) => {
  const { input } = requests[name]

  it('has a sound input for each of its forms', () => {
    for (const one of soundInputsOf(name)) expect(input.safeParse(one).error).toBeUndefined()
    for (const form of formsOf(name)) {
      expect(soundInputsOf(name).filter((one) => form.safeParse(one).success)).not.toEqual([])
    }
  })

  it('spoils every field', () => {
    const fields = formsOf(name).flatMap(({ shape }) => Object.keys(shape))
    expect(fields.filter((field) => !Object.hasOwn(badFields, field))).toEqual([])
  })

  it('is refused as a whole', () => {
    const accepted = badInputsOf(name).filter((one) => input.safeParse(one).success)
    expect(JSON.stringify(accepted).slice(0, 1_000)).toBe('[]')
  })
})

it('has no field that no request has', () => {
  const fields = new Set(requestNames.flatMap((name) => formsOf(name).flatMap(({ shape }) => Object.keys(shape))))
  expect(Object.keys(badFields).filter((field) => !fields.has(field))).toEqual([])
})
