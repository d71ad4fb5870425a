/**
 * Whether helm leaves an object alone when its release goes (`helm.sh/resource-policy: keep`), as its uninstall reads
 * the annotation (pkg/action/resource_policy.go): the word, whatever its case.
 */
export function isKept(annotations: unknown): boolean {
  if (typeof annotations !== 'object' || annotations === null) return false
  const policy: unknown = Reflect.get(annotations, 'helm.sh/resource-policy')
  return typeof policy === 'string' && policy.trim().toLowerCase() === 'keep'
}
