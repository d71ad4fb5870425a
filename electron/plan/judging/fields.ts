import { secretMask } from '@shared/mask'
import type { PlanField } from '@shared/model/plan'
import type { SecretSet } from '../../masking/secret-set'
import type { PlainObject } from '../../records/manifest'
import { isAssigned } from '../compare/assigned'
import type { FieldChange } from '../compare/diff-objects'
import { managersOf } from '../compare/field-owner'
import { printed } from '../compare/summary'
import { isUnstable } from '../compare/unstable'
import { nameOf } from '../sides/object-key'

/** So many fields of one object are told. */
const maxFields = 200

export interface ShownParts {
  readonly object: PlainObject
  /** As it is now; null where it isn't there. */
  readonly live: PlainObject | null
  readonly changes: readonly FieldChange[]
  /** Which of its fields the chart makes anew each time. */
  readonly random: readonly (readonly string[])[]
  readonly secrets: SecretSet
}

/** What differs, as it may be shown. */
export function shownFields({ object, live, changes, random, secrets }: ShownParts): PlanField[] {
  const { apiVersion, kind } = nameOf(object)
  const managers = live === null ? null : managersOf(live)
  return changes.slice(0, maxFields).map((change): PlanField => {
    const { path } = change
    const manager = managers?.ownerOf(path)?.manager ?? ''
    const mark = isUnstable(path, random) ? 'random' : isAssigned(apiVersion, kind, path) ? 'assigned' : undefined
    return {
      path: path.map((part) => secrets.mask(part).text),
      ...maskedSides(kind, change, secrets),
      ...(mark !== undefined && { mark }),
      ...(manager !== '' && manager !== 'helm' && { manager }),
    }
  })
}

/** Both sides of a change as they may be shown. */
export function maskedSides(
  kind: string,
  { path, before, after }: FieldChange,
  secrets: SecretSet,
): Pick<PlanField, 'before' | 'after' | 'masked'> {
  const isSecret = kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData')
  const shown = (value: unknown): string => (isSecret ? secretMask : secrets.mask(printed(value)).text)
  const sides = {
    ...(before !== undefined && { before: shown(before) }),
    ...(after !== undefined && { after: shown(after) }),
  }
  return isSecret || sides.before === sides.after ? { ...sides, masked: true } : sides
}
