import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { statusFailure } from '../../kube/errors'
import { failsWith } from '../../kube/testing/client-lab'
import type { Reader } from '../../records/read-record'
import type { RevisionMark } from '../../records/revision-mark'
import type { Change } from '../request/change'
import { refuseDamaged } from './refuse-damaged'

const signal = AbortSignal.timeout(60_000)
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
/** As the API gives it: the driver's base64 in the API's. */
const stored = (bytes: Buffer | string): string => base64(base64(bytes))

const release = (version: number): object => ({
  name: 'shop',
  version,
  info: { status: 'deployed' },
  chart: { metadata: { name: 'web', version: '1.0.0' } },
  manifest: 'x'.repeat(40_000),
})
const good = (version: number): string => stored(gzipSync(JSON.stringify(release(version))))

/** A cluster with these records of "shop". */
function clusterOf(records: Readonly<Record<number, string>>): Reader {
  return {
    get: (path) => {
      const revision = Number(/\.v(\d+)$/.exec(path)?.[1])
      const found = records[revision]
      if (found === undefined) return Promise.reject(statusFailure({ context: 'c', server: 'https://s' }, 403, ''))
      const metadata = { name: `sh.helm.release.v1.shop.v${revision}`, namespace: 'web' }
      return Promise.resolve({ metadata, data: { release: found } })
    },
  }
}

function marksOf(...revisions: number[]): RevisionMark[] {
  return revisions.map((revision) => ({ revision, status: 'deployed', resourceVersion: '1', writtenAt: '' }))
}

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
