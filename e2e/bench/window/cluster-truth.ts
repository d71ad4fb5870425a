import type { KubeClient } from '../../cluster/kube-client.mjs'
import type { SeenRow } from './page-scripts'

interface Listed {
  readonly items: readonly { readonly metadata: { namespace: string; labels: Record<string, string> } }[] | null
}

const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** Every release's newest revision as the API server has it, by `namespace/name`. */
export async function clusterTruth(client: KubeClient): Promise<Map<string, SeenRow>> {
  const path = '/api/v1/secrets?labelSelector=owner%3Dhelm'
  const { items } = await client.call<Listed>('GET', path, undefined, { accept: metadataListOnly })
  const newest = new Map<string, SeenRow>()
  for (const { metadata } of items ?? []) {
    const { name = '', status = '', version } = metadata.labels
    const key = `${metadata.namespace}/${name}`
    const row = { namespace: metadata.namespace, name, status, revision: Number(version) }
    if ((newest.get(key)?.revision ?? 0) < row.revision) newest.set(key, row)
  }
  return newest
}
