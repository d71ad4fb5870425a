import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helm } from '../../e2e/cluster/spec-helm'
import { measureSchemaAgreement, textsOf, writeWorld } from './testing/schema-agreement'
import { worlds } from './testing/schema-worlds'

/** What values files are made of: another seed makes others. Few here, many in the bench. */
const chance = { seed: 16, generated: 3 }

describe.each([3, 4] as const)('by helm %i', (major) => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'wheelhouse-agreement-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it.each(Object.entries(worlds))('values are refused exactly when the schema is said to: %s', async (name, world) => {
    const chart = writeWorld(join(dir, name.replaceAll(' ', '-')), world)
    const { texts, undecided, stopped, wrong } = await measureSchemaAgreement(
      chart,
      major,
      textsOf(world, chance),
      (args, input) => helm(major, args, { home: dir, input }),
    )
    expect(wrong, `seed ${chance.seed}`).toEqual([])
    expect(stopped).toBe(0)
    expect(undecided).toBe(name === 'what only helm knows' ? texts : 0)
  })
})
