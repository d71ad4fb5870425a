/**
 * Values that are most likely no secret, whatever stands around them: where only the place makes one suspect (an entry of a
 * Secret under a harmless key, a word behind `token:` in a sentence) these stay readable.
 */

/** What a chart writes for "no value", a switch or a default; never looked for anywhere else. */
const commonWords = new Set([
  ...['true', 'false', 'yes', 'no', 'on', 'off', 'null', 'nil', 'none', 'undefined', 'enabled', 'disabled', 'default'],
  ...['opaque', 'string', 'value', 'name', 'data', 'key', 'keys', 'type', 'kind', 'spec', 'metadata', 'http', 'https'],
])

const longestCommon = Math.max(...[...commonWords].map((word) => word.length))

export function isCommonWord(value: string): boolean {
  return value.length <= longestCommon && commonWords.has(value.toLowerCase())
}

/**
 * In one case, or in humps of some letters: IfNotPresent, PostgreSQL. Letters by chance change their case more often. There is
 * one way only to read a text so: were there two to read a word, forty words that turn out to be none would take for ever.
 */
const word = '(?:\\p{Lu}*\\p{Ll}+(?:\\p{Lu}\\p{Ll}{2,})*\\p{Lu}{0,4}|\\p{Lu}+|\\p{Lo}+)'

const words = new RegExp(`^${word}(?:[-_.]${word})*$`, 'u')

/** Whether a text is made of words only, joined as names are. */
export function isWords(text: string): boolean {
  return text.length <= 64 && words.test(text)
}

const forms: readonly RegExp[] = [
  // Numbers, quantities, durations, percentages, versions, octal modes.
  /^[-+]?[\d.,_]+(?:[eE][-+]?\d+)?(?:[a-zA-Z%µ]{1,3})?$/,
  /^(?:\d+(?:ns|us|µs|ms|s|m|h|d|w|y))+$/,
  /^v?\d+(?:\.\d+)+(?:[-+][\w.+-]*)?$/,
  // Words joined as names are: my-release-postgresql, app.kubernetes.io/name, com.example.App.
  new RegExp(`^${word}(?:[-_./:\\s](?:${word})?)*[.,:;!?)]?$`, 'u'),
  // Host names and addresses with a port, a path, or both; ranges of addresses.
  /^(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,24}\.?(?::\d{1,5})?(?:\/[\w./-]*)?$/i,
  /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?$/,
  /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w./%-]*)?$/i,
  // Paths and images.
  /^\.{0,2}\/[\w./@+-]*$/,
  /^[a-z0-9.-]+(?:\/[a-z0-9._-]+)+(?::[\w.-]+)?$/,
  // An email address, a schedule.
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  /^[-\d*,/]+(?: [-\d*,/]+){4}$/,
]

/** Whether a value reads as a number, a word, a name, an address without a login, a path or the like. */
export function isPlain(value: string): boolean {
  const text = value.trim()
  if (text.length > 253) return false
  return text === '' || isCommonWord(text) || isReference(text) || forms.some((form) => form.test(text))
}

/** Only leads to the secret, or begins to: `${PASSWORD}`, `$(cat …`, `$PASSWORD`, `{{ .password }}`, `<password>`, `%PASSWORD%`. */
export function isReference(value: string): boolean {
  return /^(?:\$[{(]|(?:\$[A-Z_][A-Z0-9_]*|<[^<>]*>|%[A-Z_]+%|\*+|x{3,}|•+)$|\{\{)/.test(value)
}

/** The same, of a whole value under a secret's key: nothing is expanded there but these. */
export function isWholeReference(value: string): boolean {
  return /^(?:\$\{[\w.:-]*\}|\$\(\w*\)|\{\{[^{}]*\}\})$/.test(value)
}

/** Whether what stands in a secret's place is something, and not only a switch or a reference. */
export function isSecretText(value: string): boolean {
  return value !== '' && !isCommonWord(value) && !isReference(value)
}
