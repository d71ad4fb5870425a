/** What YAML 1.1 takes for a line break, helm's reader for no character of a text, or an editor would not show. */
const needsEscape = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

/** Whether a text has characters that YAML holds only escaped, in double quotes. */
export function hasYamlEscapes(text: string): boolean {
  return text.search(needsEscape) >= 0
}

/** A YAML text with those characters escaped; they have to stand in double quotes. */
export function withYamlEscapes(text: string): string {
  return text.replace(needsEscape, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Plain data as YAML 1.1 that helm reads as the same: JSON is YAML, but for those characters. */
export function jsonAsYaml(data: unknown): string {
  return withYamlEscapes(JSON.stringify(data))
}
