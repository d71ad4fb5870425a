import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { madeUpPlan } from '../testing/made-up-plan'
import { openPlanFiles } from './plan-files'

const idOf = (number: number): string => `0b7f9f4e-0c3a-4a53-9d0b-00000000000${number}`
const keptOf = (number: number) => ({ plan: madeUpPlan({ id: idOf(number) }), different: [] })

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'wheelhouse-plans-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Plans of an earlier start, the first of them the oldest. */
async function left(...numbers: readonly number[]): Promise<void> {
  const files = openPlanFiles({ dir, wanted: () => Promise.resolve(null) })
  for (const number of numbers) {
    await files.keep(keptOf(number))
    utimesSync(join(dir, `${idOf(number)}.json`), number, number)
  }
  await files.swept()
}

const there = (): string[] => readdirSync(dir).sort()
const names = (...numbers: readonly number[]): string[] => numbers.map((number) => `${idOf(number)}.json`)

describe('the files of kept plans', () => {
  it('go when no operation names them any more; what isn’t ours stays', async () => {
    await left(1, 2, 3)
    writeFileSync(join(dir, `${idOf(4)}.json.new`), 'half of it')
    writeFileSync(join(dir, 'notes.txt'), 'mine')
    const files = openPlanFiles({ dir, wanted: () => Promise.resolve(new Set([idOf(2)])) })
    await files.swept()
    expect(there()).toEqual([...names(2), 'notes.txt'])
    expect(await files.read(idOf(1))).toBeNull()
    expect((await files.read(idOf(2)))?.plan.id).toBe(idOf(2))
  })

  it('stay while nobody knows what the journal names, and those of this start until it does', async () => {
    await left(1, 2)
    const unknown = openPlanFiles({ dir, wanted: () => Promise.resolve(null) })
    await unknown.swept()
    expect(there()).toEqual(names(1, 2))
    const known = openPlanFiles({ dir, wanted: () => Promise.resolve(new Set<string>()) })
    expect(await known.keep(keptOf(3))).toBe(true)
    await known.swept()
    expect(there()).toEqual(names(3))
  })

  it('are bounded together, the oldest go first', async () => {
    await left(1, 2, 3)
    const wanted = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set([1, 2, 3, 4].map(idOf)))
    const few = openPlanFiles({ dir, wanted, limits: { maxFiles: 3, maxBytes: 1_000_000 } })
    await few.keep(keptOf(4))
    await few.swept()
    expect(there()).toEqual(names(2, 3, 4))
    const small = openPlanFiles({ dir, wanted, limits: { maxFiles: 10, maxBytes: 900 } })
    await small.swept()
    expect(there()).toEqual(names(3, 4))
  })
})
