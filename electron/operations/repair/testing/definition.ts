/** Defines the kind Wheel in a group of its own. */
export function definitionOf(group: string): object {
  const names = { kind: 'Wheel', plural: 'wheels', singular: 'wheel' }
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `wheels.${group}` },
    spec: { group, names, scope: 'Namespaced', versions: [version] },
  }
}
