import { randomBytes } from 'node:crypto'
import { collectionPath } from '../../kube/discovery'
import type { PlainObject } from '../../records/manifest'
import { isPlain } from '../compare/plain'
import type { AskDeps } from '../asking/ask-object'
import { nameOf } from '../sides/object-key'
import { quiet } from './quiet'

const timeoutMs = 15_000

/**
 * What the cluster would make of an object if it were made anew: with the defaults that nobody has set. Asked by a dry run under
 * another name, because its own is taken. Null where the cluster doesn't say: some kinds have names that mean something, and
 * creating may be forbidden.
 */
export async function askFresh(
  { client, discovery, namespace, signal }: AskDeps,
  object: PlainObject,
): Promise<PlainObject | null> {
  const { apiVersion, kind, namespace: named } = nameOf(object)
  try {
    const resource = await discovery.resourceOf(apiVersion, kind, signal)
    if (resource === null) return null
    const place = collectionPath(apiVersion, resource, resource.namespaced ? named || namespace : '')
    const metadata = { ...object.metadata, name: `drift-${randomBytes(4).toString('hex')}` }
    const query = `${place}?dryRun=All&fieldManager=helm`
    const { value } = await client.sendRead('POST', query, { ...object, metadata }, { timeoutMs, signal })
    return isPlain(value) && isPlain(value['metadata']) ? quiet({ ...value, kind, metadata: value['metadata'] }) : null
  } catch {
    return null
  }
}
