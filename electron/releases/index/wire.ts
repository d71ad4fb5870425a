import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/**
 * Reads Secrets and ConfigMaps from Kubernetes' protobuf: half the size of JSON, no second base64, and the front of one
 * can be read before the rest has come. Field numbers: k8s.io/api/core/v1 and apimachinery generated.proto; they never
 * change.
 */

/** What is read of an object: who it is, and its payload as far as it has come. */
export interface WireRecord {
  readonly uid: string
  readonly resourceVersion: string
  /** `data.release`: base64(gzip(JSON)), perhaps only its beginning. */
  readonly payload: string
  /** Whether the payload is all there. */
  readonly isWhole: boolean
}

export interface WirePage {
  readonly records: readonly WireRecord[]
  /** For the next page; '' after the last one. */
  readonly continue: string
}

export const protobufType = 'application/vnd.kubernetes.protobuf'

/** "k8s\0" stands before every protobuf answer. */
const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00])
/** runtime.Unknown.raw */
const rawField = 2

/** An object of which the end may not have come yet; null when not even its payload has begun, or it is none. */
export function readObject(bytes: Buffer): WireRecord | null {
  const raw = rawOf(bytes)
  return raw === null ? null : toRecord(raw)
}

/** @param bytes a whole list. @throws Error when they are no list, or not all of one */
export function readPage(bytes: Buffer): WirePage {
  const raw = rawOf(bytes)
  // A part of a page would look like the last page.
  if (raw?.isWhole !== true) throw new Error('not a Kubernetes protobuf answer')
  const records: WireRecord[] = []
  let rest = ''
  for (const { field, value, isWhole } of fields(raw.value)) {
    if (field === 1) rest = fieldText(value, 3)
    const record = field === 2 ? toRecord({ field, value, isWhole }) : null
    if (record !== null) records.push(record)
  }
  return { records, continue: rest }
}

function rawOf(bytes: Buffer): Field | null {
  if (!bytes.subarray(0, 4).equals(magic)) return null
  for (const field of fields(bytes.subarray(4))) if (field.field === rawField) return field
  return null
}

function toRecord(object: Field): WireRecord | null {
  let uid = ''
  let resourceVersion = ''
  for (const { field, value } of fields(object.value)) {
    if (field === 1) {
      uid = fieldText(value, 5)
      resourceVersion = fieldText(value, 6)
    }
    if (field !== 2) continue
    const payload = payloadOf(value)
    if (payload !== null) return { uid, resourceVersion, ...payload }
  }
  return uid === '' || !object.isWhole ? null : { uid, resourceVersion, payload: '', isWhole: true }
}

/** An entry of `data`: key, then value. */
function payloadOf(entry: Buffer): Pick<WireRecord, 'payload' | 'isWhole'> | null {
  let key = ''
  for (const { field, value, isWhole } of fields(entry)) {
    if (field === 1) key = value.toString('utf8')
    if (field === 2 && key === 'release') return { payload: value.toString('latin1'), isWhole }
  }
  return null
}

function fieldText(message: Buffer, wanted: number): string {
  for (const { field, value } of fields(message)) if (field === wanted) return value.toString('utf8')
  return ''
}

interface Field {
  readonly field: number
  readonly value: Buffer
  readonly isWhole: boolean
}

/** The length-delimited fields of a message; the last one may be cut off. */
function* fields(message: Buffer): Generator<Field, void, undefined> {
  const reader = new BinaryReader(message)
  try {
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag()
      if (type !== WireType.LengthDelimited) {
        reader.skip(type)
        continue
      }
      const length = reader.uint32()
      const end = reader.pos + length
      yield { field, value: message.subarray(reader.pos, end), isWhole: end <= message.length }
      if (end > message.length) return
      reader.pos = end
    }
  } catch {
    // Cut off inside a number: what follows has not come yet.
  }
}
