/**
 * Plain data as YAML 1.1 that helm reads as the same: JSON is YAML, but for characters that YAML takes for line breaks or
 * refuses when they are not escaped.
 */
export function jsonAsYaml(data: unknown): string {
  return JSON.stringify(data).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
