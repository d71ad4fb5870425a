import type { RecordResource } from './record-name'

/** A payload as helm's driver stores it, base64(gzip(JSON)): the API's JSON wraps a Secret's data in base64 once more. */
export function storedText(release: string, resource: RecordResource): string {
  return resource === 'secrets' ? Buffer.from(release, 'base64').toString('latin1') : release
}

/** The other way, for a Secret. */
export function secretData(stored: string): string {
  return Buffer.from(stored, 'latin1').toString('base64')
}
