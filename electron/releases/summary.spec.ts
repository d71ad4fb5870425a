import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePayload } from './payload'
import { summarizeFront, type ReleaseSummary } from './summary'

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
const encode = (release: unknown): string => base64(gzipSync(JSON.stringify(release), { level: 9 }))

const summary: ReleaseSummary = {
  status: 'deployed',
  chartName: 'my-app',
  chartVersion: '1.2.3-rc.1',
  appVersion: '9',
  updated: '2026-11-22T07:20:55.909838248Z',
  description: 'Install complete',
}

/** A release as helm writes it, members in helm's order. */
const release = {
  name: 'web',
  info: {
    first_deployed: '',
    last_deployed: summary.updated,
    deleted: '',
    description: summary.description,
    status: 'deployed',
  },
  chart: { metadata: { name: 'my-app', version: '1.2.3-rc.1', appVersion: '9' }, templates: [], values: {} },
  config: {},
  manifest: '---\n',
  version: 3,
  namespace: 'shop',
}

/** Text that gzip cannot shorten, so that it does not fit into the first piece. */
const noise = (length: number): string =>
  Array.from({ length }, (_, index) => String.fromCharCode(33 + ((index * 7919 + ((index * index) % 977)) % 90))).join(
    '',
  )

describe('the summary of a payload', () => {
  it('reads a release', () => {
    expect(summarizeFront(encode(release), true)).toEqual(summary)
  })

  it('reads one without gzip, as old helms wrote them', () => {
    expect(summarizeFront(base64(JSON.stringify(release)), true)).toEqual(summary)
  })

  it('needs only the front of a large release', () => {
    const large = encode({ ...release, manifest: noise(800_000) })
    expect(large.length).toBeGreaterThan(100_000)
    expect(summarizeFront(large.slice(0, 20_000), false)).toEqual(summary)
    expect(summarizeFront(large.slice(0, 100), false)).toBe('more')
  })

  it('goes on reading when notes are long', () => {
    const info = { ...release.info, notes: noise(200_000) }
    const long = encode({ ...release, info })
    expect(summarizeFront(long.slice(0, 4_096), false)).toBe('more')
    expect(summarizeFront(long, true)).toEqual(summary)
  })

  it.each([
    ['nothing', ''],
    ['no base64', '%%%%'],
    ['no JSON', base64('hello')],
    ['another object', encode({ kind: 'ConfigMap' })],
    ['a chart without a name', encode({ ...release, chart: { metadata: { version: '1' } } })],
    ['null', encode(null)],
    ['damaged gzip', base64(Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.from('xxxxxxxxxxxx')]))],
    ['a bomb', base64(gzipSync(Buffer.alloc(80 * 1024 * 1024, 32)))],
  ])('says what is wrong with %s', (_what, encoded) => {
    expect(summarizeFront(encoded, true)).toEqual({ problem: expect.stringMatching(/^Its record .*\.$/) as unknown })
  })

  it('finds a release in front of a bomb, which is never unpacked whole', () => {
    const bomb = `${JSON.stringify(release).slice(0, -1)},"manifest":"${' '.repeat(80 * 1024 * 1024)}"}`
    const encoded = base64(gzipSync(bomb))
    expect(summarizeFront(encoded.slice(0, 4_096), false)).toEqual(summary)
    expect(decodePayload(base64(encoded))).toBeNull()
  })

  it('says the same as a full parse, whatever stands in a release and in which order', () => {
    const tricky = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"info":{', '\\', '\\"}', '{"metadata":', '}}]'),
    )
    const info = fc.record({
      notes: tricky,
      description: tricky,
      last_deployed: fc.constantFrom('', '-', summary.updated),
      status: fc.constantFrom('deployed', 'failed'),
      x: fc.jsonValue(),
    })
    const metadata = fc.record({
      description: tricky,
      name: tricky,
      annotations: fc.jsonValue(),
      version: tricky,
      appVersion: tricky,
    })
    const chart = fc.record({ lock: fc.jsonValue(), metadata, values: fc.jsonValue() }, { requiredKeys: ['metadata'] })
    const whole = fc.record({
      name: tricky,
      info,
      chart,
      config: fc.jsonValue(),
      manifest: fc.constantFrom('', noise(20_000)),
    })
    const shuffled = whole.chain((made) =>
      fc.shuffledSubarray(Object.entries(made), { minLength: 5 }).map((entries) => Object.fromEntries(entries)),
    )
    fc.assert(
      fc.property(shuffled, (made) => {
        expect(summarizeFront(encode(made), true)).toEqual(summaryByFullParse(made))
      }),
      { numRuns: 60 },
    )
  })

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 30_000 }), (text) => 'problem' in summarizeFront(base64(text), true)))
  })
})

/** The plain way, as a measure. */
function summaryByFullParse(made: object): unknown {
  const { info, chart } = JSON.parse(JSON.stringify(made)) as typeof release
  const { name, version, appVersion } = chart.metadata
  if (name === '' || version === '') return { problem: expect.any(String) as unknown }
  const updated = info.last_deployed === summary.updated ? info.last_deployed : ''
  return {
    status: info.status,
    chartName: name,
    chartVersion: version,
    appVersion,
    updated,
    description: info.description,
  }
}
