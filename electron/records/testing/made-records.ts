import { gzipSync } from 'node:zlib'
import { statusFailure } from '../../kube/errors'
import type { Reader } from '../read-record'
import type { RevisionMark } from '../revision-mark'

export const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
/** As the API gives it: the driver's base64 in the API's. */
export const stored = (bytes: Buffer | string): string => base64(base64(bytes))

/** A revision of "shop" as helm stores it, large enough to be decoded by a worker. */
export const release = (version: number): object => ({
  name: 'shop',
  version,
  info: { status: 'deployed' },
  chart: { metadata: { name: 'web', version: '1.0.0' } },
  manifest: 'x'.repeat(40_000),
})
/** The payload of one that helm can read. */
export const good = (version: number): string => stored(gzipSync(JSON.stringify(release(version))))

/** A cluster with these records of "shop", by revision; it refuses to show others. */
export function clusterOf(records: Readonly<Record<number, string>>): Reader {
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

export function marksOf(...revisions: number[]): RevisionMark[] {
  return revisions.map((revision) => ({ revision, status: 'deployed', resourceVersion: '1', writtenAt: '' }))
}
