import type { RevisionId } from '@shared/model/release-ref'
import type { LeftDefinitions, ReleaseManager, RevisionDetail, RevisionPart, RevisionText } from '@shared/model/release'
import { randomUUID } from 'node:crypto'
import { AppFailure, appError, fail } from '@shared/errors'
import { z } from 'zod'
import { metadataType } from '../kube/namespaces'
import { clientKey } from '../kube/api-client'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ClusterTarget } from '../kube/target'
import { createLeftDefinitions } from './left-definitions'
import { createFindManager } from './release-manager'
import type { ManifestObject } from '../records/manifest'
import { decode } from '../records/decode'
import { readStored, type Reader } from '../records/read-record'
import { recordName, recordPath, type RecordResource } from '../records/record-name'
import type { RevisionView } from '../records/revision-view'
import type { TextSource } from './texts/text-jobs'
import { maxShown, type FoundText, type TooLong } from './texts/revision-texts'
import { workOnText } from './texts/texts'

export interface RevisionReader {
  /** @throws AppFailure `revision-not-found`, or of the connection */
  readonly detail: (target: ClusterTarget, id: RevisionId) => Promise<RevisionDetail>
  /**
   * One of the revision's texts, its secrets masked unless `reveal` is set.
   * @throws AppFailure `revision-not-found`, `release-too-large` where it is too large to be shown, or of the connection
   */
  readonly text: (target: ClusterTarget, id: RevisionId, part: RevisionPart, reveal: boolean) => Promise<RevisionText>
  /** Its record, for what is asked of its texts elsewhere. @throws as `detail` */
  readonly source: (target: ClusterTarget, id: RevisionId) => Promise<TextSource>
  /** Writes one of its texts, whole, its secrets masked, to a file for the owner alone. @throws as `text`, or `file-refused` */
  readonly save: (target: ClusterTarget, id: RevisionId, part: RevisionPart, path: string) => Promise<void>
  /**
   * What its chart says of values, as far as the record holds it; secrets in its default values are masked: somebody's may be
   * among them. @throws as `text`
   */
  readonly guide: (target: ClusterTarget, id: RevisionId) => Promise<ValuesGuide>
  /** The CustomResourceDefinitions that an uninstall of it leaves. @throws as `detail` */
  readonly definitions: (target: ClusterTarget, id: RevisionId) => Promise<LeftDefinitions>
  /** Who looks after it beside helm; null where nobody is known to. @throws as `detail` */
  readonly manager: (target: ClusterTarget, id: RevisionId) => Promise<ReleaseManager | null>
}

interface Loaded {
  readonly stamp: string
  readonly view: RevisionView
  readonly source: TextSource
  /** Why its masked texts cannot be had: found out once, because that takes the whole time limit. */
  tooLarge: AppFailure | null
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
  const findManager = createFindManager()

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
    detail: async (target, id) => detailOf((await load(target, id)).view, id),
    text: async (target, id, part, reveal) => {
      const text = (await shown(await load(target, id), part, reveal)) ?? damaged(id, '')
      return 'tooLong' in text ? tooLong(part, text) : text
    },
    source: async (target, id) => (await load(target, id)).source,
    save: async (target, id, part, path) => {
      const { source } = await load(target, id)
      const saved = (await workOnText('save', source, part, path)) ?? damaged(id, '')
      if (typeof saved === 'object') tooLong(part, saved)
    },
    guide: async (target, id) => {
      const { source } = await load(target, id)
      return (await workOnText('guide', source)) ?? damaged(id, '')
    },
    definitions: async (target, id) => {
      const { view } = await load(target, id)
      return leftDefinitions(clientFor(target), clientKey(target), view)
    },
    manager: async (target, id) => {
      const { view } = await load(target, id)
      return findManager(clientFor(target), clientKey(target), id, view)
    },
  }
}

/** A read under way is as new as can be; one that has ended is compared with the Secret. */
async function isCurrent(client: Reader, resource: RecordResource, id: RevisionId, { done }: Entry): Promise<boolean> {
  return done === null || done.stamp === (await readStamp(client, resource, id))
}

async function read(client: Reader, resource: RecordResource, id: RevisionId): Promise<Loaded> {
  const name = recordName(id.name, id.revision)
  const [stamp, found] = await Promise.all([
    readStamp(client, resource, id),
    orNotFound(id, readStored(client, id.namespace, name, timeout(), resource)),
  ])
  const stored = found ?? ''
  const view = await decode('view', stored)
  if ('trouble' in view) damaged(id, view.trouble, view.detail)
  return { stamp, view, source: { key: randomUUID(), stored }, tooLarge: null }
}

async function shown(loaded: Loaded, part: RevisionPart, reveal: boolean): Promise<FoundText> {
  if (loaded.tooLarge !== null && !reveal) throw loaded.tooLarge
  try {
    return await workOnText('shown', loaded.source, part, reveal)
  } catch (reason) {
    if (!reveal && reason instanceof AppFailure && reason.error.code === 'release-too-large') loaded.tooLarge = reason
    throw reason
  }
}

export function damaged({ name, revision }: RevisionId, cause: string, detail = ''): never {
  fail('revision-not-found', `Revision ${revision} of ${name} can't be read.`, { cause, detail })
}

const partWords: Readonly<Record<RevisionPart, string>> = {
  values: 'user-supplied values are',
  'computed-values': 'values are',
  manifest: 'manifest is',
  notes: 'notes are',
}

function tooLong(part: RevisionPart, { tooLong: length, canSave }: TooLong): never {
  const megabytes = (count: number): string => `${Math.round(count / 1024 / 1024)} MB`
  const message = `The ${partWords[part]} too large to show safely.`
  if (length <= maxShown || !canSave) {
    const cause = 'The texts of this release are too long to find all secrets in them, so none is shown or saved.'
    return fail('release-too-large', message, { cause })
  }
  const cause = `About ${megabytes(length)}; up to ${megabytes(maxShown)} are shown. Save the text to read it in another program.`
  return fail('release-too-large', message, { cause, actions: ['save-text'] })
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
    images: payload.images,
  }
}

function objectOf({ kind, name, namespace, isKept, volumeClaims }: ManifestObject): RevisionDetail['objects'][number] {
  return { kind, name, namespace, ...(isKept && { keep: true }), ...(volumeClaims && { volumeClaims }) }
}
