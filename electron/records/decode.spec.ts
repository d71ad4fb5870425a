import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppFailure } from '@shared/errors'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { decode, decodeInWorker } from './decode'
import { readPayload } from './read-record'
import { maxInflated } from './unpack'

let built: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'decode-worker.ts'))
})
afterAll(() => built.dispose())

/** Lets a worker decode for the rest of the test. */
function useWorker(start = built.start) {
  const startWorker = vi.fn(start)
  const decoder = decodeInWorker(startWorker)
  onTestFinished(() => decoder.dispose())
  return { startWorker, decoder }
}

const data = (text: string): string => Buffer.from(text).toString('base64')
const zip = (json: string): string => gzipSync(json).toString('base64')
const object = (name: string): string => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`

const release = {
  name: 'web',
  info: { status: 'deployed', description: 'Upgrade complete', last_deployed: '2026-01-02T00:00:00Z' },
  chart: {
    metadata: { name: 'web-frontend', version: '1.0.0' },
    templates: [{ name: 'templates/a.yaml', data: data('{{ .Values.replicas }}') }],
    values: { replicas: 1 },
  },
  manifest: `${object('a')}${object('b')}`,
  config: { replicas: 3 },
  hooks: [{ name: 'migrate', kind: 'Job', manifest: object('job'), events: ['pre-upgrade'] }],
  version: 2,
  namespace: 'shop',
}
const large = { ...release, config: { file: randomBytes(300_000).toString('base64') } }
/** Little to store, much to read. */
const dense = { ...release, manifest: release.manifest + '# the same line again\n'.repeat(100_000) }

const stored: readonly (readonly [what: string, stored: string])[] = [
  ['a release', zip(JSON.stringify(release))],
  ['a large one', zip(JSON.stringify(large))],
  ['one that is large when it is unpacked', zip(JSON.stringify(dense))],
  ['a large one without gzip', data(JSON.stringify(large))],
  ['nothing', ''],
  ['no base64', '%%%%'],
  ['no JSON', data('hello')],
  ['half a gzip', zip(JSON.stringify(release)).slice(0, 40)],
  ['half of a large one', zip(JSON.stringify(large)).slice(0, 200_000)],
  [
    'damaged gzip',
    data('').concat(Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.alloc(90_000, 'x')]).toString('base64')),
  ],
  ['a large one of another shape', zip(JSON.stringify({ ...large, info: null, hooks: 7 }))],
  ['another object', zip(JSON.stringify({ kind: 'ConfigMap' }))],
  ['a bomb', gzipSync(Buffer.alloc(maxInflated + 1, 32)).toString('base64')],
]

/** Every job, asked of one payload. */
function answers(text: string): Promise<readonly unknown[]> {
  return Promise.all([
    decode('payload', text),
    decode('payload-with-chart', text),
    decode('view', text),
    decode('damage', text, 2),
    decode('front', text, true),
    decode('target-namespace', text),
    decode('objects', text),
    decode('without-kinds', text, new Set(['v1 ConfigMap'])),
  ])
}

describe('a payload', () => {
  it.each(stored)('has the same answers here and from the worker: %s', async (_what, text) => {
    const here = await answers(text)
    useWorker()
    expect(await answers(text)).toEqual(here)
  })

  it('is told in full, its chart only when that is asked for', async () => {
    useWorker()
    for (const made of [release, large]) {
      const text = zip(JSON.stringify(made))
      const { name, version, config, manifest } = made
      const objects = [{ name: 'a' }, { name: 'b' }]
      expect(await decode('payload', text)).toMatchObject({ payload: { name, version, config, manifest, objects } })
      const { metadata, templates } = made.chart
      expect(await decode('payload', text)).toHaveProperty('payload.chart', { metadata })
      expect(await decode('payload-with-chart', text)).toMatchObject({ payload: { chart: { metadata, templates } } })
      expect(await decode('target-namespace', text)).toBe('shop')
      const changed = await decode('without-kinds', text, new Set(['v1 ConfigMap']))
      expect(await decode('payload', changed?.stored ?? '')).toMatchObject({ payload: { manifest: '', config } })
    }
  })
})

describe('the worker', () => {
  it('is started for large payloads only, and once', async () => {
    const { startWorker } = useWorker()
    await answers(zip(JSON.stringify(release)))
    expect(startWorker).not.toHaveBeenCalled()
    // Its front is small.
    await decode('front', zip(JSON.stringify(large)).slice(0, 4_096), false)
    expect(startWorker).not.toHaveBeenCalled()
    await answers(zip(JSON.stringify(dense)))
    await answers(zip(JSON.stringify(large)))
    expect(startWorker).toHaveBeenCalledTimes(1)
  })

  it('reads and refuses a record in the words that are used without it', async () => {
    const text = (made: unknown, cut: number): string => data(zip(JSON.stringify(made)).slice(0, cut))
    const reading = (release: string): Promise<unknown> => {
      const client = { get: () => Promise.resolve({ metadata: {}, data: { release } }) }
      return readPayload(client, 'shop', 'web', 2, AbortSignal.timeout(60_000)).catch((reason: unknown) => reason)
    }
    const records = [
      text(large, Infinity),
      text(large, 200_000),
      text({ ...large, hooks: 7 }, Infinity),
      text(large, 8),
    ]
    const here = await Promise.all(records.map(reading))
    const { startWorker } = useWorker()
    expect(await Promise.all(records.map(reading))).toEqual(here)
    expect(startWorker).toHaveBeenCalledTimes(1)
    const codes = here.map((one) => (one instanceof AppFailure ? one.error.code : 'read'))
    expect(codes).toEqual(['read', 'helm-bad-output', 'helm-bad-output', 'helm-bad-output'])
  })

  it('that ends fails what it was asked, and nothing after that', async () => {
    const text = zip(JSON.stringify(large))
    const { startWorker } = useWorker(() => {
      const worker = built.start()
      if (startWorker.mock.calls.length === 1) void worker.terminate()
      return worker
    })
    await expect(decode('payload', text)).rejects.toMatchObject({ error: { code: 'internal', actions: ['retry'] } })
    expect(await decode('damage', text, 2)).toBe('')
  })

  it('is no longer asked once it was disposed of', async () => {
    const { decoder, startWorker } = useWorker()
    decoder.dispose()
    expect(await decode('damage', zip(JSON.stringify(large)), 2)).toBe('')
    expect(startWorker).not.toHaveBeenCalled()
  })
})
