import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGzip, gzipSync } from 'node:zlib'
import { recordObject, releaseJson, type MadeRecord } from './index-lab'

/** A record that helm would not have written, and what its row has to say. */
export interface OddRecord {
  readonly what: string
  readonly object: Readonly<Record<string, unknown>>
  readonly row: {
    readonly name: string
    readonly revision: number
    readonly status: string
    /** Absent where it can be read after all. */
    readonly problem?: string
  }
}

/** No more fits into a Secret: 1 MiB, in base64. */
const maxGzip = 780_000
const mebibyte = Buffer.alloc(1024 * 1024)

const damaged = 'Its record is damaged'
const empty = 'Its record is empty'
const noJson = 'Its record is neither gzip nor JSON'
const none = 'Its record holds no release'
const tooLarge = 'Its record is too large'

type Payload = (record: MadeRecord) => string

const zip = (bytes: Buffer | string): Buffer => gzipSync(bytes)
const encoded = (bytes: Buffer): string => bytes.toString('base64')
const jsonOf = (record: MadeRecord): string => JSON.stringify(releaseJson(record))

/** Payloads of records that are labelled as they should be. */
const payloads: readonly (readonly [what: string, payload: Payload, problem?: string])[] = [
  ['empty', () => '', empty],
  ['no-base64', () => '%%%%', none],
  ['half-base64', (record) => `%${encoded(zip(jsonOf(record)))}`],
  ['no-json', () => encoded(Buffer.from('hello')), noJson],
  ['damaged-front', (record) => encoded(damage(zip(jsonOf(record)), 20)), damaged],
  ['damaged-end', (record) => encoded(damage(zip(longJson(record)), -200))],
  ['cut-off', (record) => encoded(zip(longJson(record)).subarray(0, 60_000))],
  ['without-gzip', (record) => encoded(Buffer.from(jsonOf(record)))],
  ['long-notes', (record) => encoded(zip(jsonOf({ ...record, notes: randomBytes(500_000).toString('base64') })))],
  ['endless-notes', (record) => encoded(zip(jsonOf({ ...record, notes: 'x'.repeat(5 * 1024 * 1024) }))), tooLarge],
  ['large', (record) => encoded(zip(JSON.stringify({ ...releaseJson(record), manifest: ' '.repeat(6 << 20) })))],
]

/** As long as a label may be. */
const strange = `${'A_.'.repeat(20)}xyz`

/** Labels as somebody may put them. `object` is the record's own name, where it is not helm's. */
const labelled: readonly (readonly [
  row: OddRecord['row'],
  labels: Readonly<Record<string, string>>,
  object?: string,
])[] = [
  [
    { name: 'words', revision: 3, status: 'deployed' },
    { name: 'words', version: 'abc', status: 'deployed' },
  ],
  [
    { name: 'zero', revision: 3, status: 'deployed' },
    { name: 'zero', version: '0', status: 'deployed' },
  ],
  [
    { name: 'huge', revision: 3, status: 'deployed' },
    { name: 'huge', version: '99999999999999999999' },
  ],
  [{ name: 'bare', revision: 3, status: 'deployed' }, {}],
  [{ name: 'a'.repeat(60), revision: 3, status: 'deployed' }, { status: 's'.repeat(60) }],
  [{ name: strange, revision: 3, status: 'deployed' }, { name: strange, version: '3' }, 'odd-name'],
  [{ name: 'unnamed', revision: 0, status: 'deployed' }, {}, 'unnamed'],
]

/** What helm does not survive: its list ends with a panic. */
const fatal: typeof payloads = [
  ['no-release', () => encoded(zip('{"kind":"ConfigMap"}')), none],
  ['no-chart', (record) => encoded(zip(JSON.stringify({ ...releaseJson(record), chart: null }))), none],
]

/** Odd records that helm can stand. */
export function oddRecords(namespace: string): OddRecord[] {
  const relabelled = labelled.map(([row, labels, object]): OddRecord => {
    const made = recordObject({ namespace, name: row.name, revision: 3, status: 'deployed' })
    const name = object ?? `sh.helm.release.v1.${row.name}.v3`
    const metadata = { name, namespace, labels: { owner: 'helm', ...labels } }
    return { what: `the labels of ${row.name}`, object: { ...made, metadata }, row }
  })
  return [...broken(namespace, payloads), ...relabelled, foreign(namespace), annotated(namespace)]
}

/** Odd records that helm cannot stand: bombs, which it unpacks, and what makes it panic. */
export async function fatalRecords(namespace: string): Promise<OddRecord[]> {
  return [...broken(namespace, fatal), ...(await bombs(namespace))]
}

function broken(namespace: string, kinds: typeof payloads): OddRecord[] {
  return kinds.map(([what, payload, problem]): OddRecord => {
    const record: MadeRecord = { namespace, name: what, revision: 1, status: 'deployed' }
    const row = { name: what, revision: 1, status: 'deployed', ...(problem !== undefined && { problem }) }
    return { what, object: recordObject({ ...record, payload: payload(record) }), row }
  })
}

/** Records that unpack to several hundred times their size. */
async function bombs(namespace: string): Promise<OddRecord[]> {
  const record: MadeRecord = { namespace, name: 'zeros', revision: 1, status: 'deployed' }
  const behind = { ...record, name: 'behind-a-front' }
  const made = async (one: MadeRecord, front: string, problem?: string): Promise<OddRecord> => {
    const payload = encoded(await bomb(front))
    const row = { name: one.name, revision: 1, status: 'deployed', ...(problem !== undefined && { problem }) }
    return { what: `a bomb, ${one.name}`, object: recordObject({ ...one, payload }), row }
  }
  return [await made(record, '', noJson), await made(behind, jsonOf(behind).slice(0, -1))]
}

/** Some 750 MiB of zeros behind a text, in as much gzip as a Secret may hold. */
async function bomb(front: string): Promise<Buffer> {
  const count = 750
  const pieces = Readable.from([Buffer.from(front), ...Array.from({ length: count }, () => mebibyte)])
  const packed = await buffer(pieces.pipe(createGzip({ level: 9 })))
  if (packed.length > maxGzip) throw new Error(`the bomb has ${packed.length} bytes`)
  return packed
}

/** A Secret that somebody labelled as helm labels its own. */
function foreign(namespace: string): OddRecord {
  const metadata = { name: 'foreign', namespace, labels: { owner: 'helm' } }
  const row = { name: 'foreign', revision: 0, status: 'unknown', problem: empty }
  return { what: 'a foreign Secret', object: { apiVersion: 'v1', kind: 'Secret', metadata }, row }
}

/** Its metadata fills the first pieces of an answer. */
function annotated(namespace: string): OddRecord {
  const record = { namespace, name: 'annotated', revision: 1, status: 'deployed' }
  const made = recordObject(record)
  const metadata = { ...(made['metadata'] as object), annotations: { note: 'x'.repeat(200_000) } }
  return {
    what: 'long annotations',
    object: { ...made, metadata },
    row: { name: 'annotated', revision: 1, status: 'deployed' },
  }
}

function longJson(record: MadeRecord): string {
  return JSON.stringify({ ...releaseJson(record), manifest: randomBytes(100_000).toString('base64') })
}

function damage(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, at < 0 ? copy.length + at : at)
  return copy
}
