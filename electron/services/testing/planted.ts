import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectProgress } from '@shared/model/operation'
import { helmError } from '../../helm/errors'
import { packed, type PlantedRelease } from '../../masking/testing/plant'
import { shownIn } from '../../masking/testing/shown-in'
import type { KeptOperation } from '../../operations/journal/shapes'
import { openJournal } from '../../operations/journal/journal'
import { createProgressMask } from '../../operations/follow/progress-mask'
import { maskedEnd } from '../../operations/verdict/masked-end'
import { decode } from '../../records/decode'
import { summarizeFront } from '../../records/read-front'
import type { Reader } from '../../records/read-record'
import { openIndexFiles } from '../../releases/index/index-file'
import { createRevisionTexts } from '../../releases/texts/revision-texts'

/** A cluster with this release as revision 2 of "web", or with none. */
function clusterWith(release: object | null): Reader {
  return {
    get: () => {
      if (release === null) return Promise.reject(new Error('not found'))
      const data = { release: Buffer.from(packed(release)).toString('base64') }
      return Promise.resolve({ metadata: { name: 'x', namespace: 'shop' }, data })
    },
  }
}

const place = { namespace: 'shop', name: 'web', revision: 2 }

/** Everything that the main process gives away of a release, or keeps: texts, what is noted of it, errors, objects, files. */
async function allOf({ release, said }: PlantedRelease, folder: string): Promise<Record<string, string>> {
  const client = clusterWith(release)
  const stored = packed(release)
  const [view, read] = [await decode('view', stored), await decode('payload', stored)]
  if ('trouble' in view || 'trouble' in read) throw new Error('the release cannot be read')
  const texts = createRevisionTexts(stored)
  const shown: Record<string, string> = { view: JSON.stringify(view) }
  for (const part of ['values', 'computed-values', 'manifest', 'notes'] as const) {
    const found = texts.shown(part, false)
    if (found === null || !('text' in found)) throw new Error(`no ${part}`)
    shown[part] = found.text
  }
  const facts = await summarizeFront(stored, true)
  shown['row'] = JSON.stringify(facts)
  const event = { event: 'failed', error: helmError(said, 'upgrade') } as const
  const ended = { event, output: { stdout: said, stderr: said } }
  shown['end'] = JSON.stringify(await maskedEnd(client, place, { ...ended, known: {} }))
  const defaults = (release['chart'] as { values: object }).values
  const known = { values: JSON.stringify(release['config']), defaults: () => Promise.resolve(JSON.stringify(defaults)) }
  const unstored = await maskedEnd(clusterWith(null), place, {
    ...ended,
    known: { ...known, secrets: read.payload.secrets },
  })
  shown['end of what was not stored'] = JSON.stringify(unstored)
  const mask = createProgressMask(read.payload.secrets, () => undefined)
  const firstTold = mask.tell(objectsSaying(said))
  shown['objects at first'] = JSON.stringify(firstTold)
  await mask.settled()
  const objects = mask.tell(objectsSaying(said))
  shown['objects'] = JSON.stringify(objects)
  return { ...shown, ...(await filesOf(folder, { facts, end: unstored, objects })) }
}

function objectsSaying(said: string): ObjectProgress[] {
  const pod = {
    name: 'web-1',
    namespace: 'shop',
    state: 'failing',
    reason: said,
    container: 'main',
    restarts: 1,
  } as const
  return [
    { kind: 'Deployment', name: 'web', namespace: 'shop', state: 'failing', reason: said, event: said, pods: [pod] },
  ]
}

interface Kept {
  readonly facts: Awaited<ReturnType<typeof summarizeFront>>
  readonly end: Awaited<ReturnType<typeof maskedEnd>>
  readonly objects: readonly ObjectProgress[]
}

/** The index's file and the journal, byte by byte. */
async function filesOf(folder: string, { facts, end, objects }: Kept): Promise<Record<string, string>> {
  if (facts === 'more' || end.event.event !== 'failed') throw new Error('not all is known')
  const dir = mkdtempSync(join(folder, 'kept-'))
  await openIndexFiles(dir, console).save('key', { facts: [['uid@1', facts]], seen: null })
  const journal = openJournal({ dir })
  const operation: KeptOperation & { command: string[] } = {
    id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
    ...{ verb: 'upgrade', name: 'web', namespace: 'shop', context: 'c', command: [] },
    ...{ startedAt: '2026-01-01T00:00:00Z', endedAt: null, status: { phase: 'starting' } },
  }
  await journal.begin({
    operation: operation as Parameters<typeof journal.begin>[0]['operation'],
    key: 'k',
    target: { context: 'c', kubeconfigFiles: [], helmEnv: {} },
  })
  journal.note({ ...operation, status: { phase: 'failed', error: end.event.error } })
  journal.noteDetail(operation.id, { objects, output: end.output })
  await journal.written()
  await journal.close()
  const names = readdirSync(dir)
  if (names.length < 2) throw new Error('not all was written')
  return Object.fromEntries(names.map((name) => [`file ${name}`, readFileSync(join(dir, name), 'latin1')]))
}

/**
 * Each secret of a planted release that comes out anywhere, with where it was planted and where it came out.
 * @param folder for what is written
 */
export async function leaksOf(made: PlantedRelease, folder: string): Promise<string[]> {
  const all = await allOf(made, folder)
  return Object.entries(all).flatMap(([name, text]) =>
    shownIn(text, made.planted).map(({ secret, place: where }) => `${name}: ${JSON.stringify(secret)} of ${where}`),
  )
}
