import { goScalar } from '../go-scalar'
import { hasYamlEscapes, jsonAsYaml } from '../json-as-yaml'
import { isValues } from '../values-tree'
import { isPlainSafe } from '../yaml-plain'

/** The library's names for how a scalar is written. */
type Style = string | null | undefined

/** A key as helm reads it, in quotes where it needs them or had them. */
export function keyText(name: string, style?: Style): string {
  return textOf(name, style)
}

/** A scalar as helm reads it, in the quotes of the one that it replaces. */
export function scalarText(value: unknown, style?: Style): string {
  return typeof value === 'string' ? textOf(value, style) : numberOrWord(value)
}

function numberOrWord(value: unknown): string {
  // Without a fraction it would be the whole number 0.
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value)
}

function textOf(text: string, style: Style): string {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  const isPrintable = !/[\u0000-\u001f]/.test(whole) && !hasYamlEscapes(whole)
  if (style !== 'QUOTE_DOUBLE' && style !== 'QUOTE_SINGLE' && isPlainSafe(whole) && goScalar(whole) === whole)
    return whole
  if (style !== 'QUOTE_DOUBLE' && isPrintable) return `'${whole.replaceAll("'", "''")}'`
  return jsonAsYaml(whole)
}

/** A value within brackets. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (!isValues(value)) return quotedInFlow(value)
  return `{${Object.entries(value)
    .map(([key, one]) => `${quotedInFlow(key)}: ${flowText(one)}`)
    .join(', ')}}`
}

function quotedInFlow(value: unknown): string {
  return scalarText(value)
}

/**
 * The lines of a key and its value, without indentation in front.
 * @param width by how much each map is further in
 */
export function keyLines(name: string, value: unknown, width: number): readonly string[] {
  const key = keyText(name)
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  if (typeof value !== 'object' || value === null || isEmpty) return [`${key}: ${flowText(value)}`]
  return [`${key}:`, ...indented(blockLines(value, width), width)]
}

function blockLines(value: object, width: number): readonly string[] {
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, one]) => keyLines(key, one, width))
  return value.flatMap((item: unknown) => {
    const isFilled = typeof item === 'object' && item !== null && Object.keys(item).length > 0
    if (!isFilled) return [`- ${flowText(item)}`]
    const [first = '', ...others] = blockLines(item, width)
    return [`- ${first}`, ...indented(others, 2)]
  })
}

/** Lines further in; empty ones stay empty. */
export function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line.trim() === '' ? '' : `${' '.repeat(by)}${line}`))
}
