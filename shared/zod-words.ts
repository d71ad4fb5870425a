import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
  null: 'nothing',
}

/**
 * What is wrong with one value, for people instead of developers: given to a parse as its `error`, it takes the place of the
 * library's own words. What a schema says of itself still counts before it. The value is not repeated.
 */
export function zodWords(issue: z.core.$ZodRawIssue): string {
  const { code } = issue
  if (code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? 'of another kind'}`
  }
  if (code === 'too_big') return `must ${amount('at most', issue.maximum, issue.origin)}`
  if (code === 'too_small') return `must ${amount('at least', issue.minimum, issue.origin)}`
  if (code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`
  return code === 'unrecognized_keys' ? `has unknown fields: ${issue.keys.join(', ')}` : 'is not as expected'
}

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' }

function amount(how: string, limit: number | bigint, origin: string): string {
  const unit = units[origin]
  return unit === undefined ? `be ${how} ${limit}` : `have ${how} ${limit} ${unit}`
}
