import { secretMask } from '@shared/mask'
import { childHide, entryNames, itemHide, judgeScalar, type Hide } from '../../masking/secret-rules'
import type { SecretSet } from '../../masking/secret-set'
import { isValues } from '../../records/values'
import { isItem } from './path-text'
import { printed } from './summary'

/** A value to be read (`printed`), without what is known to be secret, or is by the keys that lead to it or by its form. */
export function shownValue(value: unknown, path: readonly string[], secrets: SecretSet): string {
  const { hide, named } = hideAt(path, value)
  const key = path.findLast((part) => !isItem(part)) ?? ''
  return secrets.mask(printed(masked(value, hide, key, named))).text
}

/** How a value is to be looked at, by the keys that lead to it; an item of a list is known by its name. */
function hideAt(path: readonly string[], value: unknown): { readonly hide: Hide; readonly named: string } {
  return path.reduce<{ readonly hide: Hide; readonly named: string }>(
    ({ hide, named }, part, at) => {
      const next = path[at + 1]
      const isMap = next === undefined ? isValues(value) : !isItem(next)
      if (isItem(part)) return { hide: itemHide(isMap, hide), named: part.slice(1, -1) }
      return { hide: childHide({ isSecret: false, named }, part, isMap, hide), named: '' }
    },
    { hide: 'open', named: '' },
  )
}

/** A value without what the name of a key, or its form, gives away. */
function masked(value: unknown, hide: Hide, key: string, named = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, itemHide(isValues(item), hide), key))
  if (!isValues(value)) return judgeScalar(value, hide, key).isWhole ? secretMask : value
  const name = entryNames.map((entry) => value[entry]).find((one) => typeof one === 'string' && one !== '')
  const facts = { isSecret: value['kind'] === 'Secret', named: typeof name === 'string' ? name : named }
  return Object.fromEntries(
    Object.entries(value).map(([inner, field]) => [
      inner,
      masked(field, childHide(facts, inner, isValues(field), hide), inner),
    ]),
  )
}
