import { AppFailure, appError, fail } from '@shared/errors'
import type { RevisionId } from '@shared/model/release-ref'
import { z } from 'zod'
import type { ApiClient } from '../kube/api-client'
import { httpStatusOf } from '../kube/errors'
import { listPages } from '../kube/list-pages'
import { metadataListType } from '../kube/namespaces'
import { decode } from './decode'
import type { Payload } from './payload'
import { recordName, recordPath, recordsPath, type RecordResource } from './record-name'
import { byRevision, markOf, type RevisionMark } from './revision-mark'
import { storedText } from './stored-text'

/** What reading records needs of a cluster. */
export type Reader = Pick<ApiClient, 'get'>

const recordShape = z.object({ data: z.object({ release: z.string() }) })

/**
 * One record's payload, as helm's driver stores it.
 * @returns null when it is no record
 * @throws AppFailure of the API client
 */
export async function readStored(
  client: Reader,
  namespace: string,
  name: string,
  signal: AbortSignal,
  resource: RecordResource = 'secrets',
): Promise<string | null> {
  const { data } = recordShape.safeParse(await client.get(recordPath(resource, namespace, name), { signal }))
  return data === undefined ? null : storedText(data.data.release, resource)
}

const limits = { pageSize: 500, maxPages: 20 }

/**
 * The kept revisions of a release, oldest first; none when there is no such release.
 * @throws AppFailure of the API client
 */
export async function readRevisions(
  client: Reader,
  namespace: string,
  release: string,
  signal?: AbortSignal,
  resource: RecordResource = 'secrets',
): Promise<readonly RevisionMark[]> {
  const request = { accept: metadataListType, ...(signal && { signal }) }
  const ask = (path: string): Promise<unknown> => client.get(path, request)
  const query = { labelSelector: `owner=helm,name=${release}` }
  const marks: RevisionMark[] = []
  for await (const { items } of listPages(ask, recordsPath(resource, namespace), query, limits)) {
    marks.push(...items.flatMap((item) => markOf(item) ?? []))
  }
  return marks.sort(byRevision)
}

/**
 * The record of one revision, as helm's driver stores it.
 * @returns null when it is no record
 * @throws AppFailure of the API client; `revision-not-found` when it is gone
 */
export async function readStoredRevision(
  client: Reader,
  { namespace, name, revision }: RevisionId,
  signal: AbortSignal,
  resource?: RecordResource,
): Promise<string | null> {
  try {
    return await readStored(client, namespace, recordName(name, revision), signal, resource)
  } catch (reason) {
    throw httpStatusOf(reason) === 404 ? gone(name, revision) : reason
  }
}

/**
 * One revision: what it is made of, without what its chart is made of unless `chart` is asked for.
 * @throws AppFailure of the API client; `revision-not-found` when it is gone; `helm-bad-output` when it cannot be read
 */
export async function readPayload(
  client: Reader,
  namespace: string,
  release: string,
  revision: number,
  signal: AbortSignal,
  part: 'payload' | 'payload-with-chart' = 'payload',
): Promise<Payload> {
  const stored = await readStoredRevision(client, { namespace, name: release, revision }, signal)
  const read = await decode(part, stored ?? '')
  if ('payload' in read) return read.payload
  return fail('helm-bad-output', `Revision ${revision} of "${release}" can't be read.`, {
    cause: read.trouble,
    detail: read.detail,
  })
}

function gone(release: string, revision: number): AppFailure {
  return new AppFailure(
    appError('revision-not-found', `Revision ${revision} of "${release}" no longer exists.`, {
      cause: 'The history keeps a limited number of revisions, or the release was uninstalled in the meantime.',
      actions: ['retry'],
    }),
  )
}
