import { describe, expect, it } from 'vitest'
import { applyWayOf, type WayParts } from './way'

const usual = { server_side: 'auto', force_conflicts: false, force_replace: false } as const

describe('how helm applies a change', () => {
  it.each([
    ['helm 3', { features: { serverSide: false } }, 'merge'],
    ['helm 3 with --force', { features: { serverSide: false }, options: { ...usual, force_replace: true } }, 'replace'],
    ['an install of helm 4', { verb: 'install' }, 'apply'],
    ['a release of helm 4', { applyMethod: 'ssa' }, 'apply'],
    ['a release of helm 3', { applyMethod: '' }, 'merge'],
    ['one that helm 4 went on merging', { applyMethod: 'csa' }, 'merge'],
    ['what the person chose', { options: { ...usual, server_side: 'true' } }, 'apply'],
    ['what the person chose not', { applyMethod: 'ssa', options: { ...usual, server_side: 'false' } }, 'merge'],
    ['fields that are taken over', { options: { ...usual, force_conflicts: true } }, 'apply'],
  ] as const)('of %s', (_, of, way) => {
    const parts: WayParts = { verb: 'upgrade', options: usual, features: { serverSide: true }, applyMethod: '', ...of }
    expect(applyWayOf(parts)).toBe(way)
  })
})
