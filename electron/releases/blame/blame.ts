import type { Blame, KeyChanged, Origins, ValuesPath } from '@shared/model/blame'
import type { RevisionId } from '@shared/model/release-ref'
import { AppFailure, fail } from '@shared/errors'
import { eachLimited } from '@shared/each-limited'
import type { ClusterTarget } from '../../kube/target'
import { decode } from '../../records/decode'
import type { OwnValue } from '../../records/own-value'
import { readRevisions, readStoredRevision, type Reader } from '../../records/read-record'
import type { RecordResource } from '../../records/record-name'
import { workOnText } from '../texts/texts'
import type { OwnValues } from './blame-keys'

export interface BlameReader {
  /** @throws AppFailure `revision-not-found` when there is none or it can't be read, or of the connection */
  readonly blame: (target: ClusterTarget, id: RevisionId) => Promise<Blame>
  /** The revisions up to this one that changed a key, newest first. @throws as `blame` */
  readonly history: (target: ClusterTarget, id: RevisionId, path: ValuesPath) => Promise<KeyChanged[]>
  /** @throws as `blame` */
  readonly origins: (target: ClusterTarget, id: RevisionId) => Promise<Origins>
}

/** helm keeps ten unless it is told otherwise; a record has up to 1 MiB. */
const maxRevisions = 50
const maxKeys = 20_000
const timeLimitMs = 15_000

/** Tells where values come from: out of the records of a release, read anew each time. */
export function createBlameReader(
  clientFor: (target: ClusterTarget) => Reader,
  resource: RecordResource = 'secrets',
): BlameReader {
  const records = (target: ClusterTarget, id: RevisionId): Records => recordsOf(clientFor(target), id, resource)
  return {
    blame: async (target, id) => {
      const from = records(target, id)
      const { read, unread, isCut } = await readChain(from, id, [])
      const secrets = await decode('secrets', read.at(-1)?.stored ?? '')
      const chain = read.map(({ revision, own }): OwnValues => ({ revision, json: own.json ?? '{}' }))
      const keys = await workOnText('blame', changesIn(chain), secrets)
      return {
        revisions: read
          .map(({ revision, own }) => ({ revision, ...factsOf(own), chartVersion: own.chartVersion }))
          .reverse(),
        keys: keys.slice(0, maxKeys),
        unread,
        ...(isCut && { truncated: true as const }),
        ...(keys.length > maxKeys && { keysLeftOut: keys.length - maxKeys }),
      }
    },
    history: async (target, id, path) => {
      const { read } = await readChain(records(target, id), id, path)
      return shownHistory(
        read.filter(({ own }, at) => own.json !== (read[at - 1]?.own.json ?? null)),
        path,
      )
    },
    origins: async (target, id) => {
      const stored = await records(target, id).read(id.revision)
      return (await workOnText('origins', stored ?? '')) ?? unreadable(id)
    },
  }
}

interface Records {
  /** The kept revisions, oldest first. */
  readonly list: () => Promise<readonly number[]>
  /** As helm's driver stores it. */
  readonly read: (revision: number) => Promise<string | null>
}

function recordsOf(client: Reader, { namespace, name }: RevisionId, resource: RecordResource): Records {
  const signal = (): AbortSignal => AbortSignal.timeout(timeLimitMs)
  return {
    list: async () =>
      (await readRevisions(client, namespace, name, signal(), resource)).map(({ revision }) => revision),
    read: (revision) => readStoredRevision(client, { namespace, name, revision }, signal(), resource),
  }
}

/** A record that was read. */
interface Link {
  readonly revision: number
  readonly stored: string
  readonly own: OwnValue
}

interface Chain {
  /** Oldest first; the last one is the revision that was asked for. */
  readonly read: readonly Link[]
  /** Newest first. */
  readonly unread: readonly number[]
  readonly isCut: boolean
}

async function readChain(records: Records, id: RevisionId, path: ValuesPath): Promise<Chain> {
  const kept = [...new Set(await records.list())].filter((revision) => revision <= id.revision)
  const wanted = kept.slice(-maxRevisions)
  const found = new Map<number, Link>()
  await readEach(wanted, async (revision) => {
    const link = await linkOf(records, revision, path)
    if (link !== null) found.set(revision, link)
  })
  const read = wanted.flatMap((revision) => found.get(revision) ?? [])
  if (read.at(-1)?.revision !== id.revision) unreadable(id)
  const unread = wanted.filter((revision) => !found.has(revision)).reverse()
  return { read, unread, isCut: kept.length > wanted.length }
}

/** A few at a time. @throws what the first that fails throws, once all have ended */
async function readEach(revisions: readonly number[], work: (revision: number) => Promise<void>): Promise<void> {
  let failure: { readonly reason: unknown } | null = null
  await eachLimited(revisions, 4, async (revision) => {
    if (failure !== null) return
    await work(revision).catch((reason: unknown) => (failure ??= { reason }))
  })
  const failed = failure as { readonly reason: unknown } | null
  if (failed !== null) throw failed.reason
}

/** Reading on makes sense where one record alone is the trouble. */
const ofOneRecord: readonly string[] = ['revision-not-found', 'release-too-large']

/** Null when that record can't be read, or has gone meanwhile. */
async function linkOf(records: Records, revision: number, path: ValuesPath): Promise<Link | null> {
  try {
    const stored = (await records.read(revision)) ?? ''
    const own = await decode('own-value', stored, path)
    return 'trouble' in own ? null : { revision, stored, own }
  } catch (reason) {
    if (reason instanceof AppFailure && ofOneRecord.includes(reason.error.code)) return null
    throw reason
  }
}

/** What is the same as before need not be looked at again. */
function changesIn(chain: readonly OwnValues[]): OwnValues[] {
  return chain.filter(({ json }, at) => json !== chain[at - 1]?.json)
}

async function shownHistory(changes: readonly Link[], path: ValuesPath): Promise<KeyChanged[]> {
  // What one of them gives away as secret is masked in all.
  const secrets = new Set<string>()
  for (const { stored } of changes) for (const secret of await decode('secrets', stored)) secrets.add(secret)
  const set = changes.flatMap(({ own }) => own.json ?? [])
  const texts = [...(await workOnText('shown-values', set, path, [...secrets]))]
  return changes
    .map(({ revision, own }) => ({
      revision,
      ...factsOf(own),
      value: own.json === null ? null : (texts.shift() ?? ''),
    }))
    .reverse()
}

function factsOf({ updated, description }: OwnValue): Pick<OwnValue, 'updated' | 'description'> {
  return { updated, description }
}

function unreadable({ name, revision }: RevisionId): never {
  return fail('revision-not-found', `Revision ${revision} of ${name} can't be read.`, {
    cause: 'It no longer exists, or its record is damaged.',
    actions: ['retry'],
  })
}
