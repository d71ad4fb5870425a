import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { releaseStatuses } from '@shared/model/release'
import type { MadeRecord } from './index-lab'

const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?){0,2}$/)

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant('deployed') },
  { weight: 3, arbitrary: fc.constant('superseded') },
  { weight: 6, arbitrary: fc.constantFrom(...releaseStatuses) },
)

const time = fc.tuple(
  fc.date({ min: new Date('2016-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  fc.constantFrom('', '.5', '.05', '.909838248', '.999999999', '.000000001', '.123456'),
  fc.constantFrom('Z', '+02:00', '-07:00', '+05:45', '+00:00'),
)

const updated = fc.oneof(
  {
    weight: 20,
    arbitrary: time.map(([date, fraction, zone]) => `${date.toISOString().slice(0, 19)}${fraction}${zone}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '0001-01-01T00:00:00Z') },
)

const version = fc.constantFrom('0.1.0', '1.2.3', '12.0.0-rc.1', '1.0.0+build.7', '2026.11.22')

const chart = fc.record(
  {
    name: fc.constantFrom('web', 'my-app', 'kube-state-metrics', '0ad'),
    version,
    appVersion: fc.constantFrom('9', 'v1.2', '', 'latest "ü" <&>', '1.0'),
  },
  { requiredKeys: ['name', 'version'] },
)

const rarely = (chance: number): fc.Arbitrary<boolean> => fc.nat(chance - 1).map((drawn) => drawn === 0)

/** What a revision is, but for whose it is. */
const revision = fc.record({
  gap: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(8) }),
  status,
  label: fc.option(status, { freq: 25, nil: null }),
  updated,
  chart,
  isPlain: rarely(12),
  isLong: rarely(30),
  labels: fc.constantFrom({}, {}, { team: 'blue', 'example.com/tier': 'a_B.c' }, { modifiedAt: '1700000000' }),
})

const release = fc.record({
  first: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(300).map((n) => n + 1) }),
  revisions: fc.array(revision, { minLength: 1, maxLength: 6, size: 'max' }),
})

/**
 * Records of many releases: the same names in many namespaces, one to six revisions each, in every status and state of
 * neglect.
 * @param perNamespace how many releases each namespace has
 */
export function madeReleases(seed: number, namespaces: readonly string[], perNamespace: number): MadeRecord[] {
  const pool = fc.uniqueArray(name, { minLength: perNamespace * 2, maxLength: perNamespace * 2, size: 'max' })
  const one = { seed, numRuns: 1 }
  const names = fc.sample(pool, one)[0] ?? []
  const releases = fc.sample(release, { seed, numRuns: namespaces.length * perNamespace }).values()
  return namespaces.flatMap((namespace, at) => {
    const chosen = fc.shuffledSubarray(names, { minLength: perNamespace, maxLength: perNamespace })
    return (fc.sample(chosen, { ...one, seed: seed + at })[0] ?? []).flatMap((named) => {
      const drawn = releases.next().value
      return drawn === undefined ? [] : recordsOf(namespace, named, drawn)
    })
  })
}

type Drawn = typeof release extends fc.Arbitrary<infer Release> ? Release : never

function recordsOf(namespace: string, named: string, { first, revisions }: Drawn): MadeRecord[] {
  let at = first - 1
  return revisions.map(({ gap, status: inPayload, label, isLong, ...rest }) => {
    at += 1 + gap
    const noted = label ?? inPayload
    const notes = isLong ? randomBytes(24_000).toString('base64') : ''
    return { ...rest, namespace, name: named, revision: at, status: noted, payloadStatus: inPayload, notes }
  })
}
