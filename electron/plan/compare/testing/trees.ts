import fc from 'fast-check'
import type { PlainObject } from '../../../records/manifest'

const key = fc.constantFrom('a', 'b', 'c', 'name', '__proto__', 'constructor', 'x.y')
const scalar = fc.constantFrom<unknown>('', 'a', 'b', 0, 1, true, false)

const { map } = fc.letrec<{ value: unknown; map: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar, { maxLength: 3 }), tie('map')),
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
}))

const names = fc.uniqueArray(fc.constantFrom('web', 'proxy', 'init'), { maxLength: 3 })
const containers = names.chain((all) => fc.tuple(...all.map((name) => map.map((fields) => ({ ...fields, name })))))

/** Trees of any fields, without null. */
export const anyMap = map

/** Deployments with containers, each name once. */
export const anyDeployment: fc.Arbitrary<PlainObject> = fc
  .record({ containers, labels: map, strategy: map })
  .map(({ containers: all, labels, strategy }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', labels },
    spec: { strategy, template: { spec: { containers: all } } },
  }))
