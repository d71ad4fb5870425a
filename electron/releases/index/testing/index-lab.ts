import { gzipSync } from 'node:zlib'
import type { FeedPatch, FeedState, ReleaseHistory } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { createApiClient, type ApiClient } from '../../../kube/api-client'
import { listNamespaces } from '../../../kube/namespaces'
import type { ClusterTarget } from '../../../kube/target'
import { defaultFollowTiming } from '../follow-scope'
import { createReleaseIndex, type IndexDeps, type ReleaseIndex } from '../release-index'

/** An index on a real cluster, and what a window would make of its patches. */
export interface IndexLab {
  readonly index: ReleaseIndex
  readonly client: ApiClient
  readonly patches: readonly FeedPatch[]
  readonly histories: readonly ReleaseHistory[]
  /** The paths that the index asked the cluster for, lists and watches alike, in their order. */
  readonly asked: readonly string[]
  /** The rows as the patches alone tell them, by `namespace/name`. */
  readonly rows: () => ReadonlyMap<string, HelmRelease>
  readonly state: () => FeedState
  readonly close: () => void
}

/** Fast enough for a test, and otherwise as in the app. */
export const quickTiming = {
  ...defaultFollowTiming,
  retryMs: [50, 400] as const,
  pollMs: 300,
  deniedMs: 500,
}

/** @param deps what is other than in the app; `onPatch` is told after the lab */
export function openIndexLab(target: ClusterTarget, deps: Partial<IndexDeps> = {}): IndexLab {
  const client = createApiClient(target, { env: process.env, linkTiming: { pingEveryMs: 500, pingLimitMs: 1_000 } })
  const asked: string[] = []
  const window = openWindow()
  const index = createReleaseIndex({
    context: target.context,
    client: noting(client, asked),
    resource: 'secrets',
    listNamespaces: (signal) => listNamespaces(client, { signal }),
    remembered: () => [],
    ownNamespace: '',
    known: { facts: [], seen: null },
    isOurs: () => false,
    onHistory: (history) => void window.histories.push(history),
    timing: quickTiming,
    ...deps,
    onPatch: (patch) => {
      window.note(patch)
      deps.onPatch?.(patch)
    },
  })
  return {
    index,
    client,
    asked,
    ...window,
    state: () => window.state() ?? index.snapshot().state,
    close: () => {
      index.stop()
      client.dispose()
    },
  }
}

function noting(client: ApiClient, asked: string[]): ApiClient {
  return {
    ...client,
    read: (path, request) => {
      asked.push(path)
      return client.read(path, request)
    },
    stream: (path, request) => {
      asked.push(path)
      return client.stream(path, request)
    },
  }
}

interface Window {
  readonly patches: FeedPatch[]
  readonly histories: ReleaseHistory[]
  readonly rows: () => ReadonlyMap<string, HelmRelease>
  readonly state: () => FeedState | null
  readonly note: (patch: FeedPatch) => void
}

function openWindow(): Window {
  const patches: FeedPatch[] = []
  const rows = new Map<string, HelmRelease>()
  let state: FeedState | null = null
  return {
    patches,
    histories: [],
    rows: () => rows,
    state: () => state,
    note: (patch) => {
      patches.push(patch)
      for (const key of patch.removed) rows.delete(key)
      for (const row of patch.upserted) rows.set(`${row.namespace}/${row.name}`, row)
      state = patch.state ?? state
    },
  }
}

/** A record to write, by default as helm would. */
export interface MadeRecord {
  readonly namespace: string
  readonly name: string
  readonly revision: number
  readonly status: string
  readonly chart?: { readonly name: string; readonly version: string; readonly appVersion?: string }
  /** RFC 3339 */
  readonly updated?: string
  readonly labels?: Readonly<Record<string, string>>
  /** The namespace that stands in the payload. */
  readonly target?: string
  readonly notes?: string
  /** Where it differs from the label's. */
  readonly payloadStatus?: string
  /** Without gzip, as old helms wrote them. */
  readonly isPlain?: boolean
  /** In place of the release's own payload: what stands in `data.release`, before the API's base64. */
  readonly payload?: Buffer | string
}

/** The object of a record. @param kind the driver's */
export function recordObject(record: MadeRecord, kind: 'Secret' | 'ConfigMap' = 'Secret'): Record<string, unknown> {
  const { namespace, name, revision, status } = record
  const stored = Buffer.from(record.payload ?? payloadOf(record))
  const metadata = {
    name: `sh.helm.release.v1.${name}.v${revision}`,
    namespace,
    labels: { name, owner: 'helm', status, version: String(revision), ...record.labels },
  }
  return kind === 'Secret'
    ? {
        apiVersion: 'v1',
        kind,
        type: 'helm.sh/release.v1',
        metadata,
        data: { release: stored.toString('base64') },
      }
    : { apiVersion: 'v1', kind, metadata, data: { release: stored.toString('latin1') } }
}

function payloadOf(record: MadeRecord): string {
  const json = Buffer.from(JSON.stringify(releaseJson(record)))
  return (record.isPlain === true ? json : gzipSync(json)).toString('base64')
}

/** A release in helm's order of members. */
export function releaseJson(record: MadeRecord): Record<string, unknown> {
  const { name, revision, chart = { name: 'demo', version: '1.2.3', appVersion: '9.1' } } = record
  const status = record.payloadStatus ?? record.status
  const updated = record.updated ?? '2026-11-22T07:20:55.909838248Z'
  return {
    name,
    info: {
      first_deployed: updated,
      last_deployed: updated,
      deleted: '',
      description: `${status} ${revision}`,
      status,
      notes: record.notes ?? '',
    },
    chart: { metadata: { ...chart, apiVersion: 'v2' }, templates: [], values: {} },
    manifest: '',
    version: revision,
    namespace: record.target ?? record.namespace,
  }
}
