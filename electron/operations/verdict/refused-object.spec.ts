import { describe, expect, it } from 'vitest'
import type { ObjectProgress } from '@shared/model/operation'
import { helmError } from '../../helm/errors'
import { withRefused } from './refused-object'

const objects = (['ConfigMap shop-a', 'Service shop', 'NetworkPolicy shop', 'Deployment shop'] as const).map(
  (text): ObjectProgress => {
    const [kind = '', name = ''] = text.split(' ')
    return { kind, name, namespace: 'shop', state: 'waiting', reason: 'Not created yet' }
  },
)

function refused(reason: string): string[] {
  return withRefused(objects, helmError(`Error: UPGRADE FAILED: ${reason}\n`, 'upgrade')).flatMap((one) =>
    one.refused === true ? [`${one.kind} ${one.name} ${one.state}: ${one.reason}`] : [],
  )
}

describe('the object that the cluster would not take', () => {
  it.each([
    [
      'Service "shop" is invalid: spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive',
      'Service shop failing: spec.ports[0].port: 99999 must be between 1 and 65535.',
    ],
    [
      'server-side apply failed for object shop/shop apps/v1, Kind=Deployment: failed to create typed patch object (shop/shop; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
      'Deployment shop failing: spec.replicas: must be a number, but is a string.',
    ],
    [
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      'Deployment shop failing: spec.replicas: must be an integer, but is a string.',
    ],
    [
      `server-side apply failed for object shop/shop apps/v1, Kind=Deployment: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
      'Deployment shop failing: a quantity (CPU, memory, size) is not a number with a unit.',
    ],
    [
      'networkpolicies.networking.k8s.io "shop" is forbidden: exceeded quota: small, requested: a=1, used: a=1, limited: a=1',
      'NetworkPolicy shop failing: exceeded quota: small, requested: a=1, used: a=1, limited: a=1.',
    ],
    [
      'pre-upgrade hooks failed: warning: Hook pre-upgrade a/templates/h.yaml failed: 1 error occurred:\n\t* configmaps "shop-a" already exists',
      'ConfigMap shop-a failing: already exists.',
    ],
  ])('is marked in the list: %s', (reason, told) => expect(refused(reason)).toEqual([told]))

  it.each([
    'server-side apply failed for object shop/shop /v1, Kind=Service: Service "shop" is invalid: spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive\nserver-side apply failed for object shop/shop apps/v1, Kind=Deployment: Deployment.apps "shop" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    '2 errors occurred:\n\t* Service "shop" is invalid: spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive\n\t* Deployment.apps "shop" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n\n',
  ])('is each of several', (reason) => {
    expect(refused(reason)).toEqual([
      'Service shop failing: spec.ports[0].port: 99999 must be between 1 and 65535.',
      'Deployment shop failing: spec.replicas: -1 must be greater than or equal to 0.',
    ])
    expect(helmError(`Error: UPGRADE FAILED: ${reason}`, 'upgrade').cause).toBe(
      'The cluster refuses Service shop: spec.ports[0].port: 99999 must be between 1 and 65535. And Deployment shop: spec.replicas: -1 must be greater than or equal to 0.',
    )
  })

  it.each([
    ['another object', 'Service "other" is invalid: spec.ports: Required value'],
    ['none', 'context deadline exceeded'],
  ])('is not one of them when helm names %s', (_, reason) => expect(refused(reason)).toEqual([]))
})
