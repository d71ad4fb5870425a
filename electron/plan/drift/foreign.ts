import type { PlainObject } from '../../records/manifest'
import { isPlain } from '../compare/plain'
import type { FieldOwner } from '../compare/field-owner'

/** Those that keep the books of a cluster: what they write is nobody's change. */
const bookkeepers: ReadonlySet<string> = new Set([
  'kube-controller-manager',
  'cloud-controller-manager',
  'kube-scheduler',
  'kube-apiserver',
  'kubelet',
])

/** Whether a field that a release doesn't mention was set by somebody else. helm goes by many names: `helm`, `helm-controller`. */
export function isForeign({ manager, subresource }: Pick<FieldOwner, 'manager' | 'subresource'>): boolean {
  return subresource !== 'status' && !/helm/i.test(manager) && !bookkeepers.has(manager)
}

/** Whether anybody else has set a field of an object. */
export function hasForeign({ metadata }: PlainObject): boolean {
  const { managedFields } = metadata
  return (Array.isArray(managedFields) ? managedFields : []).some((entry: unknown) => {
    if (!isPlain(entry) || typeof entry['manager'] !== 'string') return false
    const subresource = typeof entry['subresource'] === 'string' ? entry['subresource'] : ''
    return isForeign({ manager: entry['manager'], subresource })
  })
}
