import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { payload, standIn, statuses } from './seed-payload.mjs'

const template = JSON.stringify({
  name: standIn.name,
  info: {
    first_deployed: 'x',
    last_deployed: 'x',
    description: 'Dry run complete',
    status: 'pending-install',
    notes: `see ${standIn.name}`,
  },
  chart: { metadata: { name: 'web', version: '1.2.3' }, files: [] },
  manifest: `name: ${standIn.name}\nnamespace: ${standIn.namespace}\n`,
  hooks: [],
  version: 1,
  namespace: standIn.namespace,
})
const revision = {
  name: 'oslo-1',
  namespace: 'seed-01',
  version: 3,
  status: 'deployed',
  first: new Date('2026-01-01T00:00:00Z'),
  last: new Date('2026-01-03T00:00:00Z'),
}

/** What helm does with a Secret's data, which the API has in base64 once more. */
function decode(data: string): unknown {
  const written = Buffer.from(data, 'base64').toString()
  return JSON.parse(gunzipSync(Buffer.from(written, 'base64')).toString())
}

describe('payload', () => {
  it('carries the release in every place', async () => {
    const release = decode(await payload(template, revision, 0))
    expect(release).toMatchObject({
      name: 'oslo-1',
      namespace: 'seed-01',
      version: 3,
      manifest: 'name: oslo-1\nnamespace: seed-01\n',
      info: {
        status: 'deployed',
        description: 'Upgrade complete',
        last_deployed: '2026-01-03T00:00:00.000Z',
        notes: 'see oslo-1',
      },
    })
  })

  it.each([8, 20, 75, 300])('has the wanted size of %i KB within 3 %%', async (kb) => {
    const data = await payload(template, revision, kb * 1_024)
    const size = Buffer.from(data, 'base64').length
    expect(Math.abs(size / (kb * 1_024) - 1)).toBeLessThan(0.03)
    expect(decode(data)).toMatchObject({ name: 'oslo-1' })
  })

  it('keeps info and chart in front, where readers of a prefix look for them', async () => {
    expect(Object.keys(decode(await payload(template, revision, 20_000)) as object).slice(0, 3)).toEqual([
      'name',
      'info',
      'chart',
    ])
  })
})

describe('statuses', () => {
  it('supersedes all but the newest', () => {
    expect(statuses(0, 3)).toEqual(['superseded', 'superseded', 'deployed'])
  })

  it('leaves the revision before a failed or hanging upgrade deployed', () => {
    expect(statuses(7, 3)).toEqual(['superseded', 'deployed', 'failed'])
    expect(statuses(13, 2)).toEqual(['deployed', 'pending-upgrade'])
    expect(statuses(13, 1)).toEqual(['pending-install'])
  })

  it('makes only a small part of them differ', () => {
    const newest = Array.from({ length: 1_000 }, (_, index) => statuses(index, 2).at(-1))
    expect(newest.filter((status) => status === 'deployed')).toHaveLength(920)
  })
})
