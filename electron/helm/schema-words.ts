import { typeName, wantsWords } from './field-words'

/** Of several wrong values so many are told. */
const few = 3

/**
 * What a chart's schema refuses, a line for each wrong value: `/server/ha/replicas: wants an integer, is a string`. Never the
 * value itself: it may be a secret.
 * @param text helm's, from `values don't meet the specifications` on; a line for each place, or for each way in which it fits none
 */
export function schemaWords(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const [, indent, place, said] = /^( *)- at '([^'\n]*)': (.*)$/.exec(line) ?? []
    return place === undefined || said === undefined ? [] : [{ depth: indent?.length ?? 0, place, said }]
  })
  const outer = Math.min(...lines.map(({ depth }) => depth))
  const whole = lines.filter(({ depth }) => depth === outer)
  const faults = [...new Set(whole.flatMap(({ place, said }) => faultsAt(place, said)))]
  const more = faults.length > few ? [`${faults.length - few} more; see the details.`] : []
  return [...faults.slice(0, few), ...more].join('\n')
}

function faultsAt(place: string, said: string): string[] {
  const missing = /^missing propert(?:y|ies) (.*)$/.exec(said)?.[1]
  if (missing !== undefined) return quotedNames(missing).map((name) => `${place}/${name}: is missing.`)
  const unknown = /^additional properties (.*) not allowed$/.exec(said)?.[1]
  if (unknown !== undefined) return quotedNames(unknown).map((name) => `${place}/${name}: is unknown to the chart.`)
  return [`${place === '' ? '/' : place}: ${wordsOf(said)}.`]
}

function quotedNames(list: string): string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = '']) => name)
}

/** What is said of a value, without the value. The forms are those of santhosh-tekuri/jsonschema 6, which both majors use. */
function wordsOf(said: string): string {
  const [, got, want] = /^got (\w+), want (.+)$/.exec(said) ?? []
  if (got !== undefined && want !== undefined) return typesWords(want, got)
  const [, limit, is, most] = /^(\w+): got ([^,]+), want (.+)$/.exec(said) ?? []
  if (limit !== undefined) return limitWords(limit, is ?? '', most ?? '')
  const choice = /^value must be (.+)$/s.exec(said)?.[1]
  if (choice !== undefined) return `must be ${cut(choice)}`
  const pattern = /does not match pattern ('.*')$/s.exec(said)?.[1]
  if (pattern !== undefined) return `doesn't match the pattern ${cut(pattern)}`
  const format = / is not valid ([\w-]+): /s.exec(said)?.[1]
  if (format !== undefined) return `is not a valid ${format}`
  if (/^'(?:oneOf|anyOf)' failed/.test(said))
    return 'matches none, or more than one, of the forms that the chart allows'
  if (/^(?:'not' failed|false schema)/.test(said)) return 'is not allowed'
  if (/^items at \d+ and \d+ are equal$/.test(said)) return 'has the same item twice'
  const rule = /^properties (.+) required, if (.+) exists$/.exec(said)
  if (rule !== null) return `requires ${rule[1] ?? ''} where ${rule[2] ?? ''} is set`
  return 'is not what the chart accepts'
}

function typesWords(want: string, got: string): string {
  const kinds = want.split(/ or |, /)
  if (kinds.length === 1) return wantsWords(want, got)
  return `must be ${kinds.map(typeName).join(' or ')}, but is ${typeName(got)}`
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

function limitWords(limit: string, got: string, want: string): string {
  return limits[limit]?.(want, got) ?? 'is not what the chart accepts'
}

const maxChoice = 120

function cut(text: string): string {
  return text.length > maxChoice ? `${text.slice(0, maxChoice - 1)}…` : text
}
