import { readRelease } from '../../../records/decode-jobs'
import { splitImage } from '../../../records/images'
import { coalesceValues, valuesToYaml } from '../../../records/revision-values'
import { isValues, type Values } from '../../../records/values'
import { printed } from '../../compare/summary'
import { foundFields, type DriftAnswer } from '../found-fields'

export interface CandidateInput {
  /** The revision's record, as its driver stores it. */
  readonly stored: string
  readonly answer: DriftAnswer
  readonly path: readonly string[]
  /** What the person sees of the live value: where that is masked, nothing is taken from it. */
  readonly shown: string
}

/** A value of the chart that may be what sets a field. */
export interface Candidate {
  readonly path: readonly string[]
  /** What the field is in the cluster. */
  readonly live: unknown
  /** That one value as it would be, as YAML. */
  readonly layer: string
  /** All of the release's own values with it. */
  readonly values: string
  /** What the chart is called, for the eye. */
  readonly chart: string
}

type Scalar = string | number | boolean

/** The one value that is the same as a field says; null where there is none, or several. Whether it sets the field is not known yet. */
export function valueCandidate({ stored, answer, path, shown }: CandidateInput): Candidate | null {
  const payload = readRelease(stored)
  const key = JSON.stringify(path)
  const field = foundFields(answer).find((one) => JSON.stringify(one.path) === key)
  if (payload === null || field === undefined || printed(field.live) !== shown) return null
  const sides = comparable(path, field.stored, field.live)
  if (sides === null) return null
  const { chart, config } = payload
  const own = config ?? {}
  const found = leavesLike(coalesceValues(isValues(chart['values']) ? chart['values'] : {}, own), sides.stored)
  const [leaf] = found
  const value = leaf === undefined || found.length > 1 ? null : typedAs(leaf.value, sides.live)
  if (leaf === undefined || value === null) return null
  const { name, version } = chart.metadata
  return {
    path: leaf.path,
    live: field.live,
    layer: valuesToYaml(withValue({}, leaf.path, value)),
    values: valuesToYaml(withValue(own, leaf.path, value)),
    chart: `${name ?? ''}-${version ?? ''}`,
  }
}

/** What stands for both sides among values: of two versions of one image that is the version alone. */
function comparable(
  path: readonly string[],
  stored: unknown,
  live: unknown,
): { readonly stored: Scalar; readonly live: Scalar } | null {
  if (!isScalar(stored) || !isScalar(live)) return null
  if (path.at(-1) !== 'image' || typeof stored !== 'string' || typeof live !== 'string') return { stored, live }
  const [was, is] = [splitImage(stored), splitImage(live)]
  const isRetagged = was.name === is.name && was.version !== '' && is.version !== ''
  return isRetagged ? { stored: was.version, live: is.version } : { stored, live }
}

function isScalar(value: unknown): value is Scalar {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
}

interface Leaf {
  readonly path: readonly string[]
  readonly value: Scalar
}

/** Deeper than that nobody sets a value. */
const maxDepth = 30

/** An item of a list can't be set alone. */
function leavesLike(values: Values, wanted: Scalar, path: readonly string[] = []): Leaf[] {
  if (path.length > maxDepth) return []
  return Object.entries(values).flatMap(([key, value]) => {
    const inner = [...path, key]
    if (isValues(value)) return leavesLike(value, wanted, inner)
    return isScalar(value) && String(value) === String(wanted) ? [{ path: inner, value }] : []
  })
}

/** A value of the kind that the chart has there; null where it can't be one. */
function typedAs(like: Scalar, value: Scalar): Scalar | null {
  if (typeof like === typeof value) return value
  if (typeof like === 'string') return String(value)
  if (typeof like === 'number') return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : null
  return value === 'true' ? true : value === 'false' ? false : null
}

function withValue(values: Values, [key = '', ...rest]: readonly string[], value: Scalar): Values {
  const inner = values[key]
  return { ...values, [key]: rest.length === 0 ? value : withValue(isValues(inner) ? inner : {}, rest, value) }
}
