/**
 * What a YAML scalar means to the parser of kubectl and helm (go.yaml.in/yaml/v2, resolve.go): YAML 1.1, in which `on`,
 * `yes` and `n` are true and false, but without its times and numbers to base 60.
 */

const truth = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const falsehood = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const nothing = /^(?:|~|null|Null|NULL)$/
const notFinite = /^(?:\.nan|\.NaN|\.NAN|[-+]?\.(?:inf|Inf|INF))$/
const whole = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/
const hasBase = /^[-+]?0[xXoObB]/
const fraction = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

/**
 * @param text an unquoted scalar without a tag
 * @returns true, false, null, a number (NaN where it is none that JSON knows), or the text itself
 */
export function goScalar(text: string): string | number | boolean | null {
  if (truth.test(text)) return true
  if (falsehood.test(text)) return false
  if (nothing.test(text)) return null
  if (notFinite.test(text)) return Number.NaN
  const plain = /^[-+0-9]/.test(text) ? text.replaceAll('_', '') : text
  if (whole.test(plain)) return hasBase.test(plain) && !fits64(wholeNumber(plain)) ? text : wholeNumber(plain)
  // What is too large for a number stays text.
  return fraction.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : text
}

/** To another base than 10 there are no larger ones. */
function fits64(size: number): boolean {
  return size >= -(2 ** 63) && size <= 2 ** 64
}

/** `0444` is to base 8. */
function wholeNumber(plain: string): number {
  const size = Number(plain.replace(/^[-+]/, '').replace(/^0(?=[0-7])/, '0o'))
  return plain.startsWith('-') ? -size : size
}

/** As Go's base64.StdEncoding takes it: with padding. */
export const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const prefix = 'tag:yaml.org,2002:'

/**
 * A scalar with a tag (`!!str 5`).
 * @param tag in its long form
 * @returns undefined where the text cannot be what the tag says
 */
export function taggedScalar(tag: string, text: string): ReturnType<typeof goScalar> | undefined {
  if (tag === `${prefix}binary`) return base64Pattern.test(text) ? decoded(text) : undefined
  const kind = tag.startsWith(prefix) ? tag.slice(prefix.length) : ''
  const fits = kinds[kind]
  // A tag of somebody's own, and !!str: the text as it is.
  if (fits === undefined) return text
  const value = goScalar(text)
  return fits(value) ? value : undefined
}

/** What is no UTF-8 becomes the character for that, as in Go. */
function decoded(base64: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)),
  )
}

const kinds: Readonly<Record<string, (value: ReturnType<typeof goScalar>) => boolean>> = {
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'number',
  float: (value) => typeof value === 'number',
  null: (value) => value === null,
}
