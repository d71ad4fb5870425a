import type { ApiClient } from '../../kube/api-client'
import { metadataType } from '../../kube/namespaces'
import { watchObjects, type WatchRequest } from '../../kube/watch'
import { toRecord, type ReleaseRecord } from './record'

export type WatchEvent =
  | { readonly kind: 'put' | 'drop'; readonly record: ReleaseRecord }
  /** Everything up to here was told. */
  | { readonly kind: 'version'; readonly resourceVersion: string }

export interface WatchOptions extends Omit<WatchRequest, 'query' | 'accept'> {
  readonly selector: string
}

/**
 * Watches records until the server or the silence ends it.
 * @throws AppFailure of the API client; with HTTP status 410 when `resourceVersion` is too old
 */
export async function* watchRecords(
  client: Pick<ApiClient, 'stream'>,
  { selector, ...request }: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const options = { ...request, query: { labelSelector: selector }, accept: metadataType }
  for await (const told of watchObjects(client, options)) {
    if (told.kind === 'version') {
      yield told
      continue
    }
    const record = toRecord(told.object)
    if (record === null) continue
    yield { kind: told.kind, record }
    yield { kind: 'version', resourceVersion: record.resourceVersion }
  }
}
