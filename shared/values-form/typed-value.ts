import type { FieldScalar, FormField } from './form-model'

const whole = /^-?(?:0|[1-9]\d*)$/
const fraction = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/**
 * What somebody means who typed a text into a field: a number or true and false where the field can hold them, else the text as it
 * is. What the field can't hold is a text too, so that nothing that was typed is lost and helm says what it thinks of it.
 * @param before what was there, or is by default: a text goes on to be one where it may
 */
export function typedValue(text: string, { types }: Pick<FormField, 'types'>, before: unknown): FieldScalar {
  const isText = types.includes('string')
  if (isText && (types.length === 1 || (typeof before === 'string' && before !== ''))) return text
  const takes = (type: (typeof types)[number]): boolean => types.includes(type)
  if (takes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  // A fraction where a whole number is wanted is a number still: that is what is wrong with it.
  const isNumber = takes('integer')
    ? whole.test(text) || (!isText && fraction.test(text))
    : takes('number') && fraction.test(text)
  const isKept = whole.test(text) ? Number.isSafeInteger(Number(text)) : Number.isFinite(Number(text))
  if (isNumber && isKept) return Number(text)
  if (takes('number') && fraction.test(text) && Number.isFinite(Number(text))) return Number(text)
  return text
}

/** A scalar as a field shows it. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}
