import { expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import type { ObjectProgress } from '@shared/model/operation'
import { createProgressMask } from './progress-mask'

it('takes secrets out of what is told of objects, and leaves the rest', async () => {
  const base64 = Buffer.from('app:Pl4nted-pw').toString('base64')
  const pod = { namespace: 'shop', state: 'failing', container: 'main', restarts: 1 } as const
  const object: ObjectProgress = {
    ...{ kind: 'Deployment', name: 'web', namespace: 'shop', state: 'failing' },
    reason: 'CrashLoopBackOff: no login with Pl4nted-pw',
    event: `Failed: exec "curl -H Authorization: Basic ${base64}"`,
    pods: [
      { ...pod, name: 'web-1', reason: 'Error: --token=abc7def was refused' },
      { ...pod, name: 'web-2', reason: 'ImagePullBackOff: Back-off pulling image "web:2"' },
    ],
  }
  const idle: ObjectProgress = { kind: 'ConfigMap', name: 'a', namespace: 'shop', state: 'ready', reason: '' }
  const told = [
    {
      ...object,
      reason: `CrashLoopBackOff: no login with ${mask}`,
      event: `Failed: exec "curl -H Authorization: Basic ${mask}"`,
      pods: [
        { ...pod, name: 'web-1', reason: `Error: --token=${mask} was refused` },
        { ...pod, name: 'web-2', reason: 'ImagePullBackOff: Back-off pulling image "web:2"' },
      ],
    },
    idle,
  ]
  expect(createProgressMask(['Pl4nted-pw'], () => undefined).tell([object, idle])).toEqual(told)

  // Of many secrets it is found out elsewhere.
  const many = Array.from({ length: 300 }, (_, at) => `Pl4nted-pw${at || ''}`)
  const large = createProgressMask(many, () => undefined)
  expect(JSON.stringify(large.tell([object, idle]))).not.toContain('Pl4nted')
  await large.settled()
  expect(large.tell([object, idle])).toEqual(told)
})
