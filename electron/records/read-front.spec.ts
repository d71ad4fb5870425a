import { randomBytes } from 'node:crypto'
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { needsSecrets, typedDescription } from '../masking/description'
import { nextPiece, summarizeFront } from './read-front'
import type { ReleaseSummary } from './summary'

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

/** What may quote a secret is masked or kept back; the rest is as it is. */
function withoutQuotes(found: ReleaseSummary | null): ReleaseSummary | null {
  if (found === null) return null
  const { status, description } = found
  return needsSecrets(status, description)
    ? { ...found, description: '' }
    : { ...found, description: typedDescription(description) }
}

describe('a description that may quote a secret', () => {
  const said = 'Upgrade "web" failed: Secret "web" is invalid: Invalid value: "Pl4nted-pw": too weak'
  const failed = {
    ...release,
    info: { ...release.info, status: 'failed', description: said },
    config: { password: 'Pl4nted-pw' },
  }

  it('is masked by what the whole release tells, and not told before it is there', async () => {
    const whole = encode({ ...failed, manifest: noise(100_000) })
    for (const length of [4_096, 20_000, whole.length - 1]) {
      expect(await summarizeFront(whole.slice(0, length), false)).toBe('more')
    }
    const expected = { ...summary, status: 'failed', description: said.replace('Pl4nted-pw', secretMask) }
    expect(await summarizeFront(whole, true)).toEqual(expected)
    expect(await summarizeFront(encode(failed), true)).toEqual(expected)
  })

  it('is kept back where the release cannot be read whole, and its row is told all the same', async () => {
    const found = await summarizeFront(encode({ ...failed, config: 'none' }), true)
    expect(found).toMatchObject({ status: 'failed', chartName: 'my-app' })
    expect(JSON.stringify(found)).toContain('Its reason is not shown')
    expect(JSON.stringify(found)).not.toContain('Pl4nted')
  })
})

describe('summarizeFront', () => {
  it('reads a release', async () => {
    expect(await summarizeFront(encode(release), true)).toEqual(summary)
  })

  it('reads one without gzip, as old helms wrote them', async () => {
    expect(await summarizeFront(base64(JSON.stringify(release)), true)).toEqual(summary)
  })

  it.each([
    ['long', { ...release, manifest: noise(800_000) }],
    ['without gzip', null],
    [
      'with long notes',
      { ...release, info: { ...release.info, notes: noise(30_000) }, manifest: noise(60_000).slice(40_000) },
    ],
  ])('asks for more until the front is there, and never misjudges a piece (%s)', async (_what, made) => {
    const whole = made === null ? base64(JSON.stringify(release)) : encode(made)
    let from = whole.length
    for (let length = 0; length < whole.length; length += length < 2_000 ? 1 : 4_999) {
      const found = await summarizeFront(whole.slice(0, length), false)
      if (found !== 'more') from = Math.min(from, length)
      expect(found).toEqual(length < from ? 'more' : summary)
    }
    expect(await summarizeFront(whole, true)).toEqual(summary)
    // A short one is only judged when it is there whole.
    expect(from < whole.length).toBe(whole.length > 100_000)
  })

  it.each([10, 3_000, 6_000, 30_000])(
    'says the same of one that is damaged %d bytes behind its front, in whatever pieces it comes',
    async (behind) => {
      const flushed = (text: string): Buffer => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH })
      const info = { ...release.info, notes: randomBytes(4_000).toString('base64') }
      const front = JSON.stringify({ ...release, info }).slice(0, -1)
      const more = randomBytes(behind).toString('base64')
      // No block of a deflate stream begins like this.
      const broken = Buffer.alloc(20_000, 0xff)
      const header = gzipSync('').subarray(0, 10)
      const whole = base64(Buffer.concat([header, flushed(front), flushed(`,"manifest":"${more}`), broken]))
      const judged = await summarizeFront(whole, true)
      for (let length = 1; length < whole.length; length += 97) {
        const found = await summarizeFront(whole.slice(0, length), false)
        if (found !== 'more') expect(found, `of ${length}`).toEqual(judged)
      }
      expect([nextPiece(1), nextPiece(4_096), nextPiece(4_097)]).toEqual([4_097, 4_097, 16_385])
    },
  )

  it('needs only the front of a release that is large when it is unpacked', async () => {
    const large = { ...release, manifest: ' '.repeat(8 * 1024 * 1024) }
    expect(await summarizeFront(encode(large), true)).toEqual(summary)
  })

  it('knows no time where helm knows none', async () => {
    for (const time of ['', '0001-01-01T00:00:00Z', '-', '2026-13-45T99:99:99Z', '22.11.2026']) {
      const info = { ...release.info, last_deployed: time }
      expect(await summarizeFront(encode({ ...release, info }), true)).toEqual({ ...summary, updated: '' })
    }
    for (const time of ['2026-11-22T07:20:55Z', '2026-11-22T07:20:55.1+05:45']) {
      const info = { ...release.info, last_deployed: time }
      expect(await summarizeFront(encode({ ...release, info }), true)).toEqual({ ...summary, updated: time })
    }
  })

  it('does without what a chart may leave out', async () => {
    const info = { status: 'deployed' }
    const chart = { metadata: { name: 'my-app', version: '1.2.3-rc.1' } }
    const bare = { ...summary, appVersion: '', updated: '', description: '' }
    expect(await summarizeFront(encode({ info, chart }), true)).toEqual(bare)
  })

  it.each([
    ['nothing', '', 'empty'],
    ['no base64', '%%%%', 'no release'],
    ['no JSON', base64('hello'), 'neither gzip nor JSON'],
    ['half a JSON', base64('{"info":{"status":"deployed"},"chart":{"meta'), 'no release'],
    ['half a gzip', encode(release).slice(0, 60), 'no release'],
    ['another object', encode({ kind: 'ConfigMap' }), 'no release'],
    ['a chart without a name', encode({ ...release, chart: { metadata: { version: '1' } } }), 'no release'],
    ['no status', encode({ ...release, info: { description: '' } }), 'no release'],
    ['null', encode(null), 'neither gzip nor JSON'],
    ['damaged gzip', base64(Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.from('xxxxxxxxxxxx')])), 'damaged'],
    ['a bomb', base64(gzipSync(Buffer.alloc(80 * 1024 * 1024, 32))), 'too large'],
  ])('says why there is none for %s', async (_what, encoded, why) => {
    expect(await summarizeFront(encoded, true)).toMatchObject({ problem: expect.stringContaining(why) as unknown })
  })

  it('tells what nobody can read from what helm can', async () => {
    const nameless = { ...release, name: 'shop', version: 2, chart: { metadata: { version: '1' } } }
    expect(await summarizeFront(base64(gzipSync('{"half":')), true)).toHaveProperty('damaged', true)
    expect(await summarizeFront('', true)).toHaveProperty('damaged', true)
    expect(await summarizeFront(encode(nameless), true)).not.toHaveProperty('damaged')
    expect(await summarizeFront(base64(gzipSync(Buffer.alloc(80 * 1024 * 1024, 32))), true)).not.toHaveProperty(
      'damaged',
    )
  })

  it('says the same as a full parse, whatever stands in a release and in which order', async () => {
    const tricky = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"info":{', '\\', '\\"}', '{"metadata":', '}}]'),
    )
    const info = fc.record({
      notes: tricky,
      description: tricky,
      status: fc.constantFrom('deployed', 'failed'),
      last_deployed: fc.constantFrom('', '-', summary.updated),
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
    await fc.assert(
      fc.asyncProperty(shuffled, async (made) => {
        const found = await summarizeFront(encode(made), true)
        expect(withoutQuotes('problem' in found ? null : found)).toEqual(withoutQuotes(summaryByFullParse(made)))
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('never throws on any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30_000 }), fc.boolean(), async (text, isPlain) => {
        expect(await summarizeFront(isPlain ? text : base64(text), true)).toHaveProperty('problem')
      }),
    )
  })
})

/** The plain way, as a measure. */
function summaryByFullParse(made: object): ReleaseSummary | null {
  const { info, chart } = JSON.parse(JSON.stringify(made)) as typeof release
  const { name, version, appVersion } = chart.metadata
  if (name === '' || version === '') return null
  const updated = info.last_deployed === summary.updated ? info.last_deployed : ''
  const { status, description } = info
  return { status, chartName: name, chartVersion: version, appVersion, updated, description }
}
