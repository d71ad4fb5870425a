import type { WantedObject } from './object-ref'

const labelKey = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/

/**
 * A label selector that finds the pods of all of these, and few others: the labels that they all have, in this manifest. What
 * stands in a namespace beside the release then need not come over the wire.
 * @returns '' when they have no label in common, and all pods have to be looked at
 */
export function podSelector(wanted: readonly WantedObject[]): string {
  const labels = wanted.map(({ object }) => object.podLabels)
  const [first = {}] = labels
  const common = Object.keys(first).filter((key) => labels.every((one) => Object.hasOwn(one, key)))
  const terms = common.sort().flatMap((key) => {
    const values = [...new Set(labels.map((one) => one[key] ?? ''))].sort()
    if (!labelKey.test(key) || !values.every((value) => value !== '' && labelValue.test(value))) return []
    return [values.length === 1 ? `${key}=${values[0] ?? ''}` : `${key} in (${values.join(',')})`]
  })
  return terms.join(',')
}
