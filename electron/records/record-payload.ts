import { gzipSync } from 'node:zlib'
import { fail } from '@shared/errors'
import { findMember, sliceValue } from './json-prefix'
import { inflatePayload, maxInflated } from './payload'
import { revisionOf, type SavedRecord } from './stored-records'

/**
 * A record with another manifest in it. Only the text of that one member is replaced: parsing and printing the whole would
 * change numbers that JavaScript cannot hold, and the order of things.
 * @param change gives the new manifest for the old one
 * @returns null when the manifest is the same afterwards
 * @throws AppFailure `helm-bad-output` when the record cannot be read
 */
export function withManifest(record: SavedRecord, change: (manifest: string) => string): SavedRecord | null {
  const json = jsonOf(record)
  const at = findMember(json, 0, 'manifest')
  const old = at === null ? null : sliceValue(json, at)
  if (at === null || old === null) return null
  const manifest: unknown = JSON.parse(old)
  if (typeof manifest !== 'string') return unreadable(record)
  const next = change(manifest)
  if (next === manifest) return null
  const bytes = Buffer.from(json.slice(0, at) + JSON.stringify(next) + json.slice(at + old.length), 'utf8')
  // As helm writes it: gzip at its best, base64, and the API's own base64 around that.
  const inner = gzipSync(bytes, { level: 9 }).toString('base64')
  return { ...record, data: { ...record.data, release: Buffer.from(inner, 'latin1').toString('base64') } }
}

/** The manifest that a record holds; '' when there is none, or none that can be read. */
export function manifestOf(record: SavedRecord): string {
  let found = ''
  try {
    withManifest(record, (manifest) => (found = manifest))
  } catch {
    return ''
  }
  return found
}

function jsonOf(record: SavedRecord): string {
  const inner = Buffer.from(record.data?.['release'] ?? '', 'base64').toString('latin1')
  const inflated = inflatePayload(Buffer.from(inner, 'base64'), maxInflated)
  return 'json' in inflated ? inflated.json.trimStart() : unreadable(record)
}

function unreadable(record: SavedRecord): never {
  fail('helm-bad-output', `helm's record of revision ${revisionOf(record)} can't be read.`, {
    cause: 'It is damaged, or from another tool. It was left unchanged.',
  })
}
