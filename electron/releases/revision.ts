import type { RevisionId } from '@shared/model/release-ref'
import type { LeftDefinitions, RevisionDetail, RevisionPart, RevisionText } from '@shared/model/release'
import { AppFailure, appError, fail } from '@shared/errors'
import { z } from 'zod'
import { metadataType } from '../kube/namespaces'
import { clientKey } from '../kube/api-client'
import type { ClusterTarget } from '../kube/target'
import { createLeftDefinitions } from './left-definitions'
import type { ManifestObject } from '../records/manifest'
import { readView, type Reader } from '../records/read-record'
import { recordName, recordPath, type RecordResource } from '../records/record-name'
import type { RevisionView } from '../records/revision-view'
import { createRevisionTexts } from './revision-text'

export interface RevisionReader {
  /** @throws AppFailure `revision-not-found`, or of the connection */
  readonly detail: (target: ClusterTarget, id: RevisionId) => Promise<RevisionDetail>
  /**
   * One of the revision's texts, its secrets masked unless `reveal` is set.
   * @throws AppFailure `revision-not-found`, or of the connection
   */
  readonly text: (target: ClusterTarget, id: RevisionId, part: RevisionPart, reveal: boolean) => Promise<RevisionText>
  /** The CustomResourceDefinitions that an uninstall of it leaves. @throws as `detail` */
  readonly definitions: (target: ClusterTarget, id: RevisionId) => Promise<LeftDefinitions>
}

interface Loaded {
  readonly stamp: string
  readonly payload: RevisionView
  readonly text: (part: RevisionPart, reveal: boolean) => Promise<RevisionText>
}

interface Entry {
  readonly loading: Promise<Loaded>
  /** Null while it is being read. */
  done: Loaded | null
}

/** Enough for a release's view and the revision it is compared with; they are in memory only, as they hold secrets. */
const maxCached = 4
const timeLimitMs = 15_000
const stampShape = z.object({ metadata: z.object({ uid: z.string(), resourceVersion: z.string() }) })

/**
 * Reads single revisions, each with one GET of its Secret, and keeps the last few: asked again, only the Secret's
 * metadata is read, to see that it is still the same.
 */
export function createRevisionReader(
  clientFor: (target: ClusterTarget) => Reader,
  resource: RecordResource = 'secrets',
): RevisionReader {
  const cache = new Map<string, Entry>()
  const leftDefinitions = createLeftDefinitions()

  const load = async (target: ClusterTarget, id: RevisionId): Promise<Loaded> => {
    const key = JSON.stringify([clientKey(target), id.namespace, id.name, id.revision])
    const client = clientFor(target)
    const known = cache.get(key)
    if (known !== undefined && (await isCurrent(client, resource, id, known))) return known.loading
    const entry: Entry = { loading: read(client, resource, id), done: null }
    cache.delete(key)
    cache.set(key, entry)
    if (cache.size > maxCached) cache.delete(cache.keys().next().value ?? '')
    entry.loading.then(
      (loaded) => (entry.done = loaded),
      () => {
        if (cache.get(key) === entry) cache.delete(key)
      },
    )
    return entry.loading
  }
  return {
    detail: async (target, id) => detailOf((await load(target, id)).payload, id),
    text: async (target, id, part, reveal) => (await load(target, id)).text(part, reveal),
    definitions: async (target, id) => {
      const { payload } = await load(target, id)
      return leftDefinitions(clientFor(target), clientKey(target), payload)
    },
  }
}

/** A read under way is as new as can be; one that has ended is compared with the Secret. */
async function isCurrent(client: Reader, resource: RecordResource, id: RevisionId, { done }: Entry): Promise<boolean> {
  return done === null || done.stamp === (await readStamp(client, resource, id))
}

async function read(client: Reader, resource: RecordResource, id: RevisionId): Promise<Loaded> {
  const [stamp, payload] = await Promise.all([
    readStamp(client, resource, id),
    orNotFound(id, readView(client, id.namespace, id.name, id.revision, timeout(), resource)),
  ])
  if (payload === null) {
    fail('revision-not-found', `Revision ${id.revision} of ${id.name} can't be read.`, {
      cause: 'The Secret that holds it is damaged or was not written by helm.',
    })
  }
  return { stamp, payload, text: createRevisionTexts(payload) }
}

async function readStamp(client: Reader, resource: RecordResource, id: RevisionId): Promise<string> {
  const path = recordPath(resource, id.namespace, recordName(id.name, id.revision))
  const { metadata } = stampShape.parse(
    await orNotFound(id, client.get(path, { accept: metadataType, signal: timeout() })),
  )
  return `${metadata.uid} ${metadata.resourceVersion}`
}

async function orNotFound<T>(id: RevisionId, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (reason) {
    if (!(reason instanceof AppFailure) || reason.error.code !== 'api-missing') throw reason
    const error = appError('revision-not-found', `Revision ${id.revision} of ${id.name} doesn't exist.`, {
      cause: `There is no such revision in the namespace ${id.namespace}: it was uninstalled, or dropped from the history.`,
      actions: ['retry'],
      detail: reason.error.detail,
    })
    throw new AppFailure(error, { cause: reason })
  }
}

function timeout(): AbortSignal {
  return AbortSignal.timeout(timeLimitMs)
}

function detailOf(payload: RevisionView, { namespace }: RevisionId): RevisionDetail {
  const { chart } = payload
  return {
    name: payload.name,
    namespace: payload.namespace || namespace,
    revision: payload.revision,
    status: payload.status,
    description: payload.description,
    firstDeployed: payload.firstDeployed,
    updated: payload.lastDeployed,
    chartName: chart.name,
    chartVersion: chart.version,
    appVersion: chart.appVersion,
    chartDescription: chart.description,
    canKeepChart: chart.kept !== null,
    ...((chart.kept?.unread.length ?? 0) > 0 && { unreadValues: chart.kept?.unread ?? [] }),
    objects: payload.objects.map(objectOf),
    hooks: payload.hooks,
    ...(chart.crds.length > 0 && { crds: chart.crds }),
  }
}

function objectOf({ kind, name, namespace, isKept, volumeClaims }: ManifestObject): RevisionDetail['objects'][number] {
  return { kind, name, namespace, ...(isKept && { keep: true }), ...(volumeClaims && { volumeClaims }) }
}
