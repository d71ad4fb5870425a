import { gunzipSync, gzipSync } from 'node:zlib'
import type { KubeClient } from '../../cluster/kube-client.mjs'

interface ReleaseSecret {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> }
  readonly type: string
  readonly data: { readonly release: string }
}

interface ReleaseJson {
  readonly info: Record<string, unknown>
  readonly [member: string]: unknown
}

/** A request that helm would make, with its body ready to send. */
export interface Write {
  readonly method: 'POST' | 'PUT'
  readonly path: string
  readonly body: string
}

/** What helm writes in an upgrade, in its order. */
export interface Upgrade {
  readonly namespace: string
  readonly name: string
  /** The new one. */
  readonly revision: number
  readonly pending: Write
  readonly superseded: Write
  readonly deployed: Write
}

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'

/** The upgrades of some releases from what their newest revision is now: payloads included, as helm would write them. */
export async function prepareUpgrades(
  client: KubeClient,
  releases: readonly { readonly namespace: string; readonly name: string; readonly revision: number }[],
): Promise<Upgrade[]> {
  return Promise.all(
    releases.map(async ({ namespace, name, revision }) => {
      const path = `${secrets(namespace)}/${recordName(name, revision)}`
      return upgradeFrom(await client.call<ReleaseSecret>('GET', path), revision)
    }),
  )
}

function upgradeFrom(secret: ReleaseSecret, from: number): Upgrade {
  const { namespace } = secret.metadata
  const name = secret.metadata.labels['name'] ?? ''
  const release = decode(secret.data.release)
  const revision = from + 1
  const create = secrets(namespace)
  const before = `${create}/${recordName(name, from)}?fieldManager=Helm`
  const after = `${create}/${recordName(name, revision)}?fieldManager=Helm`
  const of = (version: number, status: string): string => bodyOf(secret, { ...release, version }, status)
  return {
    namespace,
    name,
    revision,
    pending: { method: 'POST', path: `${create}?fieldManager=Helm`, body: of(revision, 'pending-upgrade') },
    superseded: { method: 'PUT', path: before, body: of(from, 'superseded') },
    deployed: { method: 'PUT', path: after, body: of(revision, 'deployed') },
  }
}

const descriptions: Readonly<Record<string, string>> = {
  'pending-upgrade': 'Preparing upgrade',
  deployed: 'Upgrade complete',
}

function bodyOf({ metadata, type }: ReleaseSecret, release: ReleaseJson & { version: number }, status: string): string {
  const { namespace, labels } = metadata
  const { version } = release
  const description = descriptions[status] ?? release.info['description']
  const info = { ...release.info, status, description, last_deployed: new Date().toISOString() }
  const stored = gzipSync(JSON.stringify({ ...release, info }), { level: 1 }).toString('base64')
  const name = recordName(labels['name'] ?? '', version)
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    type,
    metadata: { name, namespace, labels: { ...labels, status, version: String(version) } },
    data: { release: Buffer.from(stored).toString('base64') },
  })
}

/** Sends one; asks for no more than metadata in the answer. @throws when the API server refuses */
export async function send(client: KubeClient, { method, path, body }: Write): Promise<void> {
  await client.call(method, path, body, { accept: metadataOnly })
}

function decode(data: string): ReleaseJson {
  const stored = Buffer.from(data, 'base64').toString()
  return JSON.parse(gunzipSync(Buffer.from(stored, 'base64')).toString()) as ReleaseJson
}

function secrets(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/secrets`
}

function recordName(name: string, revision: number): string {
  return `sh.helm.release.v1.${name}.v${revision}`
}
