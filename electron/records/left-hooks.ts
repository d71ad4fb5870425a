import type { ReleaseId } from '@shared/model/release-ref'
import { z } from 'zod'
import { httpStatusOf } from '../kube/errors'
import { collectionPath, createDiscovery } from '../kube/discovery'
import { metadataType } from '../kube/namespaces'
import type { ReadHook } from './payload'
import type { RepairClient } from './stored-records'

/** The hooks that were begun and have not ended, as helm's record has it. */
export function hangingHooks(hooks: readonly ReadHook[] | undefined): readonly ReadHook[] {
  return (hooks ?? []).filter(({ last_run: run }) => run?.phase === 'Running')
}

/** What a hook has left in the cluster: this very object, and no other of its name. */
export interface LeftHook {
  /** `Job/migrate` */
  readonly title: string
  readonly path: string
  readonly uid: string
}

const metaShape = z.object({ metadata: z.object({ uid: z.string().max(128) }) })

/** What hanging hooks have left; what is gone, or may not be read, is left out. */
export async function findLeftHooks(
  client: RepairClient,
  place: ReleaseId,
  hooks: readonly ReadHook[],
  signal: AbortSignal,
): Promise<readonly LeftHook[]> {
  const found = await Promise.all(hooks.map((hook) => findLeft(client, place, hook, signal).catch(() => null)))
  return found.filter((left) => left !== null)
}

async function findLeft(
  client: RepairClient,
  { namespace }: ReleaseId,
  hook: ReadHook,
  signal: AbortSignal,
): Promise<LeftHook | null> {
  const [object] = hook.objects
  if (object === undefined) return null
  const resource = await createDiscovery(client).resourceOf(object.apiVersion, object.kind, signal)
  if (resource === null) return null
  const collection = collectionPath(
    object.apiVersion,
    resource,
    resource.namespaced ? object.namespace || namespace : '',
  )
  const path = `${collection}/${encodeURIComponent(object.name)}`
  const { metadata } = metaShape.parse(await client.get(path, { accept: metadataType, signal }))
  return { title: `${object.kind}/${object.name}`, path, uid: metadata.uid }
}

/** Deletes what hooks have left, their pods with it. @returns the titles of those that could not be deleted */
export async function deleteLeftHooks(
  client: RepairClient,
  left: readonly LeftHook[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const results = await Promise.all(left.map((hook) => deleteLeft(client, hook, signal)))
  return results.flatMap((isGone, index) => (isGone ? [] : (left[index]?.title ?? [])))
}

async function deleteLeft(client: RepairClient, { path, uid }: LeftHook, signal: AbortSignal): Promise<boolean> {
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } }
  try {
    await client.send('DELETE', path, options, { signal })
    return true
  } catch (reason) {
    // 404: gone. 409: another one has its name by now, which is not ours to delete.
    const status = httpStatusOf(reason)
    return status === 404 || status === 409
  }
}
