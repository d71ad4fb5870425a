import { counted } from '../counted'
import type { FieldChoice, FieldKind, ScalarType } from './form-model'
import type { Rules } from './shape'

/** Words that are written in capitals. */
const capitals =
  /^(?:acl|acme|api|ca|cidr|cpu|crd|csi|dns|grpc|gpu|hpa|http|https|id|ip|jwt|ldap|lb|oidc|otlp|pdb|pvc|rbac|sni|ssh|ssl|sso|tcp|tls|ttl|udp|ui|uid|uri|url|vpa)$/

/** A key in words: `Pull policy` for `pullPolicy`, `Log level` for `LOG_LEVEL`; as it is where it is more than a name. */
export function keyWords(key: string): string {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => (capitals.test(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
  const sentence = words.join(' ')
  return sentence === '' || /[./]/.test(key) ? key : sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** What limits say, as sentences; '' where there are none. */
export function ruleWords(rules: Rules): string {
  const words = [rangeWords(rules), lengthWords(rules)]
  if (rules.multipleOf !== undefined) words.push(`A multiple of ${rules.multipleOf}.`)
  if (rules.pattern !== undefined && rules.pattern.length <= 80) words.push(`Matches ${rules.pattern}.`)
  return words.filter((one) => one !== '').join(' ')
}

function rangeWords({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }: Rules): string {
  if (above === undefined && below === undefined && minimum !== undefined && maximum !== undefined)
    return `${minimum} to ${maximum}.`
  const low = above !== undefined ? `More than ${above}` : minimum !== undefined ? `At least ${minimum}` : ''
  const high = below !== undefined ? `less than ${below}` : maximum !== undefined ? `at most ${maximum}` : ''
  if (low === '') return high === '' ? '' : `${high.charAt(0).toUpperCase()}${high.slice(1)}.`
  return high === '' ? `${low}.` : `${low}, ${high}.`
}

function lengthWords({ minLength = 0, maxLength }: Rules): string {
  if (maxLength !== undefined && minLength > 0) return `${minLength} to ${counted(maxLength, 'character')}.`
  if (maxLength !== undefined) return `Up to ${counted(maxLength, 'character')}.`
  return minLength > 1 ? `At least ${counted(minLength, 'character')}.` : ''
}

const wants: Partial<Record<FieldKind, string>> = {
  integer: 'Must be a whole number.',
  number: 'Must be a number.',
  boolean: 'Must be true or false.',
}

/** More are seen in the field itself. */
const mostNamed = 6

/** Why a scalar isn't one of those that a field holds, as a sentence; '' where it is. */
export function wrongWords(
  kind: FieldKind,
  types: readonly ScalarType[],
  choices: readonly FieldChoice[],
  value: string | number | boolean,
): string {
  if (choices.length > 0) {
    if (choices.some((choice) => choice.value === value)) return ''
    const labels = choices.map(({ label }) => label).join(', ')
    return choices.length > mostNamed ? 'Must be one of the choices.' : `Must be one of ${labels}.`
  }
  const type = scalarTypeOf(value)
  if (types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'))) return ''
  return (
    wants[kind] ??
    (types.includes('string') ? `Must be text; helm reads ${readAs[type]} here.` : 'Must be of another type.')
  )
}

const readAs: Readonly<Record<ScalarType, string>> = {
  string: 'text',
  integer: 'a number',
  number: 'a number',
  boolean: 'true or false',
}

export function scalarTypeOf(value: string | number | boolean): ScalarType {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'string' ? 'string' : 'boolean'
}
