import { typeName, wantsWords } from '../type-words'

/*
 * What a chart's schema has against a value, without the value: the same words for what helm says and for what is found while
 * somebody types.
 */
export const noForm = 'matches none, or more than one, of the forms that the chart allows'
export const notAllowed = 'is not allowed'
export const twice = 'has the same item twice'
export const notAccepted = 'is not what the chart accepts'
export const missing = 'is missing'
export const unknown = 'is unknown to the chart'

/** @param kinds as JSON schema calls types */
export function typesWords(kinds: readonly string[], got: string): string {
  const [first] = kinds
  if (kinds.length === 1 && first !== undefined) return wantsWords(first, got)
  return `must be ${kinds.map(typeName).join(' or ')}, but is ${typeName(got)}`
}

/** @param choice `'a'`, or `one of 'a', 'b'` */
export function choiceWords(choice: string): string {
  return `must be ${cut(choice)}`
}

/** @param pattern in quotes */
export function patternWords(pattern: string): string {
  return `doesn't match the pattern ${cut(pattern)}`
}

/** @param format such as `ipv4` */
export function formatWords(format: string): string {
  return `is not a valid ${format}`
}

/** @param names in quotes */
export function requiresWords(names: string, where: string): string {
  return `requires ${names} where ${where} is set`
}

const limits: Readonly<Record<string, (want: string, got: string) => string>> = {
  minLength: (want) => `is too short: at least ${want} characters`,
  maxLength: (want) => `is too long: at most ${want} characters`,
  minimum: (want) => `must be at least ${want}`,
  maximum: (want) => `must be at most ${want}`,
  exclusiveMinimum: (want) => `must be more than ${want}`,
  exclusiveMaximum: (want) => `must be less than ${want}`,
  multipleOf: (want) => `must be a multiple of ${want}`,
  minItems: (want, got) => `has ${got} items: at least ${want} are required`,
  maxItems: (want, got) => `has ${got} items: at most ${want} are allowed`,
  minProperties: (want, got) => `has ${got} entries: at least ${want} are required`,
  maxProperties: (want, got) => `has ${got} entries: at most ${want} are allowed`,
}

/**
 * @param limit JSON schema's name for it
 * @param got how many there are
 */
export function limitWords(limit: string, got: string, want: string): string {
  return (Object.hasOwn(limits, limit) ? limits[limit] : undefined)?.(want, got) ?? notAccepted
}

const maxChoice = 120

function cut(text: string): string {
  return text.length > maxChoice ? `${text.slice(0, maxChoice - 1)}…` : text
}
