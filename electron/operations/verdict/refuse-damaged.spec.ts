import { describe, expect, it } from 'vitest'
import { failsWith } from '../../kube/testing/client-lab'
import { base64, clusterOf, good, marksOf } from '../../records/testing/made-records'
import type { Change } from '../request/change'
import { refuseDamaged } from './refuse-damaged'

const signal = AbortSignal.timeout(60_000)

const place = { name: 'shop', namespace: 'web' }
const changes: Change[] = [
  { verb: 'install', ...place, chart: 'charts/web' },
  { verb: 'upgrade', ...place, chart: 'charts/web' },
  { verb: 'rollback', ...place, revision: 1 },
  { verb: 'uninstall', ...place },
  { verb: 'test', ...place },
]

describe('refuseDamaged', () => {
  it.each(changes)('refuses $verb where helm cannot read the newest record, and offers the repair', async (change) => {
    const client = clusterOf({ 1: good(1), 2: base64('') })
    const refused = refuseDamaged(client, change, marksOf(1, 2), signal)
    await expect(refused).rejects.toThrow(failsWith('record-damaged'))
    await expect(refused).rejects.toMatchObject({
      error: { message: 'The record of revision 2 of "shop" is damaged: it is empty.', actions: ['repair'] },
    })
  })

  it.each(changes)('lets $verb through where it can, or where the record may not be read', async (change) => {
    await refuseDamaged(clusterOf({ 1: good(1), 2: good(2) }), change, marksOf(1, 2), signal)
    await refuseDamaged(clusterOf({}), change, marksOf(1, 2), signal)
    await refuseDamaged(clusterOf({}), change, [], signal)
  })

  it('refuses a rollback to a damaged revision, and nothing else because of that', async () => {
    const client = clusterOf({ 1: base64(''), 2: good(2) })
    for (const change of changes) {
      const refused = refuseDamaged(client, change, marksOf(1, 2), signal)
      if (change.verb !== 'rollback') await refused
      else {
        await expect(refused).rejects.toMatchObject({
          error: { message: 'The record of revision 1 of "shop" is damaged: it is empty.', actions: [] },
        })
      }
    }
  })
})
