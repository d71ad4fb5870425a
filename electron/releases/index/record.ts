import { fieldIn, releaseOf, revisionOf, statusOf, textIn } from '../../records/revision-mark'

/** Every revision, as helm itself asks for them. */
export const allRevisions = 'owner=helm'
/** Nearly always one revision a release, however long its history: a tenth of the bytes. */
export const currentRevisions = 'owner=helm,status!=superseded'

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
  /** 0 when neither name nor label tell one. */
  readonly revision: number
  /** From the label; 'unknown' without one. */
  readonly status: string
  /** RFC 3339. One object is made per revision, so this is about when the revision was made. */
  readonly createdAt: string
  /** Whether helm's command line wrote it: others (Flux, a restored backup) may keep it in another namespace. */
  readonly isHelms: boolean
}

/** A record from one item of a metadata list or watch; null when it is no Kubernetes object. */
export function toRecord(item: unknown): ReleaseRecord | null {
  const metadata = fieldIn(item, 'metadata')
  const object = textIn(metadata, 'name')
  const uid = textIn(metadata, 'uid')
  const resourceVersion = textIn(metadata, 'resourceVersion')
  if (object === '' || uid === '' || resourceVersion === '') return null
  return {
    uid,
    resourceVersion,
    namespace: textIn(metadata, 'namespace'),
    object,
    release: releaseOf(metadata),
    revision: revisionOf(metadata),
    status: statusOf(metadata),
    createdAt: textIn(metadata, 'creationTimestamp'),
    isHelms: isHelms(fieldIn(metadata, 'managedFields')),
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
  return managers.every((entry) => /^helm(\b(?!-)|$)/i.test(textIn(entry, 'manager')))
}
