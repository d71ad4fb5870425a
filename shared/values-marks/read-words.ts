import type { Scalar } from 'yaml'
import { goScalar } from '../go-scalar'

/** Forms of numbers, and how to say that helm takes them for one. */
const numbers: readonly (readonly [RegExp, string])[] = [
  [/^[-+]?0[xX]/, 'helm reads a hexadecimal number.'],
  [/^[-+]?0[bB]/, 'helm reads a binary number.'],
  [/^[-+]?0[oO]?_*[0-7][0-7_]*$/, 'helm reads an octal number.'],
  [/_/, 'helm reads a number without the “_”.'],
  [/^[-+]?0\d/, 'helm reads a number without the leading zero.'],
  [/^\+/, 'helm reads a number without the “+”.'],
]
/** Those that mean the same to people, where a number is expected. */
const fractions: readonly (readonly [RegExp, string])[] = [
  [/e/i, 'helm reads a number with an exponent.'],
  [/\.\d*0$/, 'helm reads a number without the zero at its end.'],
  [/^[-+]?\.|\.$/, 'helm reads a number.'],
]

/**
 * What helm makes of a scalar without quotes that somebody may have meant otherwise.
 * @param wanted the type of the default, where there is one
 * @returns null where it is read as it is written
 */
export function readWords(scalar: Scalar, wanted: string): string | null {
  const { type, tag, source } = scalar
  if (type !== 'PLAIN' || tag !== undefined || source === undefined) return null
  const value = goScalar(source)
  if (typeof value === 'boolean') {
    return /^(?:true|false)$/i.test(source) ? null : `helm reads ${value}, a boolean.`
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const forms = wanted === 'number' ? numbers : [...numbers, ...fractions]
  return forms.find(([form]) => form.test(source))?.[1] ?? null
}
