/**
 * One kept revision of a release, as the metadata of its Secret or ConfigMap tells it. helm labels them `name`, `owner`,
 * `status`, `version`; the object is called `sh.helm.release.v1.<release>.v<revision>` (helm pkg/storage, makeKey).
 */
export interface ReleaseRecord {
  readonly uid: string
  readonly resourceVersion: string
  readonly namespace: string
  /** The Secret's or ConfigMap's own name. */
  readonly object: string
  readonly release: string
  /** 0 when neither label nor name tell one. */
  readonly revision: number
  /** From the label; 'unknown' without one. */
  readonly status: string
  /** RFC 3339. One object is made per revision, so this is about when the revision was made. */
  readonly createdAt: string
  /** Whether helm's command line wrote it: others (Flux, a restored backup) may keep it in another namespace. */
  readonly isHelms: boolean
}

/** Kubernetes' limit for an object's name; nothing longer is a name of anything. */
const maxName = 253
const maxStatus = 64

/** A record from one item of a metadata list or watch; null when it is no Kubernetes object. */
export function toRecord(item: unknown): ReleaseRecord | null {
  const metadata = field(item, 'metadata')
  const object = text(metadata, 'name')
  const uid = text(metadata, 'uid')
  const resourceVersion = text(metadata, 'resourceVersion')
  if (object === '' || uid === '' || resourceVersion === '') return null
  const labels = field(metadata, 'labels')
  const byName = /^sh\.helm\.release\.v1\.(.+)\.v([1-9]\d{0,8})$/.exec(object)
  return {
    uid,
    resourceVersion,
    namespace: text(metadata, 'namespace'),
    object,
    release: plain(text(labels, 'name')) || (byName?.[1] ?? object),
    revision: revisionOf(text(labels, 'version')) || revisionOf(byName?.[2] ?? ''),
    status: plain(text(labels, 'status').slice(0, maxStatus)) || 'unknown',
    createdAt: text(metadata, 'creationTimestamp'),
    isHelms: isHelms(field(metadata, 'managedFields')),
  }
}

/** The identity of a release in one cluster. */
export function recordKey({ namespace, release }: Pick<ReleaseRecord, 'namespace' | 'release'>): string {
  return `${namespace}/${release}`
}

/** The payload's identity: it is never another while this is the same. */
export function payloadKey({ uid, resourceVersion }: Pick<ReleaseRecord, 'uid' | 'resourceVersion'>): string {
  return `${uid}@${resourceVersion}`
}

/** helm's user agent begins with its name; without managed fields nobody is known to have written it but helm. */
function isHelms(managers: unknown): boolean {
  if (!Array.isArray(managers)) return true
  return managers.every((entry) => /^helm(\b(?!-)|$)/i.test(text(entry, 'manager')))
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function text(value: unknown, name: string): string {
  const found = field(value, name)
  return typeof found === 'string' && found.length <= maxName ? found : ''
}

/** What may be shown: a label may hold anything that fits. */
function plain(value: string): string {
  return /[\p{Cc}\p{Cf}/]/u.test(value) ? '' : value
}

function revisionOf(version: string): number {
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0
}
