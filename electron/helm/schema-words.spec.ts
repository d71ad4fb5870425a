import { describe, expect, it } from 'vitest'
import { schemaWords } from './schema-words'

/** As helm 3.22 and 4.3 write them (santhosh-tekuri/jsonschema 6). */
const texts: readonly (readonly [line: string, words: string])[] = [
  ["- at '/server/ha/replicas': got string, want integer", '/server/ha/replicas: must be an integer, but is a string.'],
  ["- at '/a': got number, want string or null", '/a: must be a string or empty, but is a number.'],
  ["- at '': missing property 'host'", '/host: is missing.'],
  ["- at '/a': missing properties 'x', 'y'", '/a/x: is missing.\n/a/y: is missing.'],
  ["- at '/a': additional properties 'hostt' not allowed", '/a/hostt: is unknown to the chart.'],
  ["- at '/a': value must be one of 'dev', 'prod'", "/a: must be one of 'dev', 'prod'."],
  ["- at '/a': 'hunter2' does not match pattern '^[0-9]+$'", "/a: doesn't match the pattern '^[0-9]+$'."],
  ["- at '/a': 'hunter2' is not valid email: missing @", '/a: is not a valid email.'],
  ["- at '/a': minLength: got 7, want 12", '/a: is too short: at least 12 characters.'],
  ["- at '/a': minimum: got 0, want 1", '/a: must be at least 1.'],
  ["- at '/a': minItems: got 0, want 1", '/a: has 0 items: at least 1 are required.'],
  [
    "- at '/a': 'oneOf' failed, none matched\n  - at '/a': got string, want integer\n  - at '/a': got string, want boolean",
    '/a: matches none, or more than one, of the forms that the chart allows.',
  ],
  ["- at '/a': 'hunter2' is odd in a way that nobody has seen", '/a: is not what the chart accepts.'],
  [
    "- at '/a': got null, want string\n- at '/b': got null, want string\n- at '/c': got null, want string\n- at '/d': got null, want string",
    '/a: must be a string, but is empty.\n/b: must be a string, but is empty.\n/c: must be a string, but is empty.\n1 more; see the details.',
  ],
]

describe('what a schema refuses, in words', () => {
  it.each(texts)('%j', (line, words) => {
    const text = `values don't meet the specifications of the schema(s) in the following chart(s):\nshop:\n${line}\n`
    expect(schemaWords(text)).toBe(words)
    expect(schemaWords(text)).not.toContain('hunter2')
  })

  it('is nothing where no place is named', () => expect(schemaWords("values don't meet the specifications")).toBe(''))
})
