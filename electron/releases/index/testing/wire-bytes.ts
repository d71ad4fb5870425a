import { BinaryWriter } from '@bufbuild/protobuf/wire'

/** A Secret or ConfigMap as Kubernetes writes it in protobuf (k8s.io/api/core/v1 generated.proto). */
export interface WireObject {
  readonly uid: string
  readonly resourceVersion: string
  /** Entries of `data`, in their order. */
  readonly data?: Readonly<Record<string, string>>
}

const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00])

/** The answer to a GET of one object. */
export function objectBytes(object: WireObject): Buffer {
  return answer('Secret', secret(object))
}

/** The answer to a list. @param rest for the next page */
export function pageBytes(objects: readonly WireObject[], rest = ''): Buffer {
  const metadata = new BinaryWriter().uint32(tag(2)).string('77').uint32(tag(3)).string(rest).finish()
  const list = new BinaryWriter().uint32(tag(1)).bytes(metadata)
  for (const object of objects) list.uint32(tag(2)).bytes(secret(object))
  return answer('SecretList', list.finish())
}

function answer(kind: string, raw: Uint8Array): Buffer {
  const type = new BinaryWriter().uint32(tag(1)).string('v1').uint32(tag(2)).string(kind).finish()
  const unknown = new BinaryWriter().uint32(tag(1)).bytes(type).uint32(tag(2)).bytes(raw)
  return Buffer.concat([magic, unknown.uint32(tag(3)).string('').uint32(tag(4)).string('').finish()])
}

function secret({ uid, resourceVersion, data = {} }: WireObject): Uint8Array {
  const metadata = new BinaryWriter()
  const texts = [
    [1, 'sh.helm.release.v1.web.v1'],
    [3, 'shop'],
    [4, ''],
    [5, uid],
    [6, resourceVersion],
  ] as const
  for (const [field, text] of texts) metadata.uint32(tag(field)).string(text)
  // The generation is a number: a field that is not read, of another type.
  metadata.uint32((7 << 3) | 0).int64(3)
  const labels = new BinaryWriter().uint32(tag(1)).string('owner').uint32(tag(2)).string('helm').finish()
  metadata.uint32(tag(11)).bytes(labels)
  const object = new BinaryWriter().uint32(tag(1)).bytes(metadata.finish())
  for (const [key, value] of Object.entries(data)) {
    const entry = new BinaryWriter().uint32(tag(1)).string(key).uint32(tag(2)).bytes(Buffer.from(value)).finish()
    object.uint32(tag(2)).bytes(entry)
  }
  return object.uint32(tag(3)).string('helm.sh/release.v1').finish()
}

/** Of a field that says its length. */
function tag(field: number): number {
  return (field << 3) | 2
}
