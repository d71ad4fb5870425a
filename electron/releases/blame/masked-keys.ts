import type { BlamedKey, ValuesPath } from '@shared/model/blame'
import type { SecretSet } from '../../masking/secret-set'
import { shownValue } from '../../plan/compare/shown-value'

/** Keys without the secrets that stand in them: in the text of the values they are masked too. */
export function maskedKeys(keys: readonly BlamedKey[], secrets: SecretSet): BlamedKey[] {
  const known = new Map<string, string>()
  const masked = (part: string): string => {
    const text = known.get(part) ?? secrets.mask(part).text
    known.set(part, text)
    return text
  }
  return keys.map(({ path, revision }) => ({
    path: path.map((part) => (typeof part === 'string' ? masked(part) : part)),
    revision,
  }))
}

/** Values, as JSON, that stand at a path, as they may be read. */
export function shownValues(values: readonly string[], path: ValuesPath, secrets: SecretSet): string[] {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : part))
  return values.map((json) => shownValue(JSON.parse(json) as unknown, place, secrets))
}
