import { describe, expect, it } from 'vitest'
import { isGoodFromPath, isUsable, parseHelmVersion, weaknessesOf } from './version'

describe('helm versions', () => {
  it('reads what helm prints', () => {
    expect(parseHelmVersion('v4.3.1')).toBe('4.3.1')
    expect(parseHelmVersion('v3.18.0-rc.1+g12ab\n')).toBe('3.18.0-rc.1')
    expect(parseHelmVersion('helm')).toBeNull()
    expect(parseHelmVersion('')).toBeNull()
  })

  it.each([
    ['3.17.4', false, false],
    ['3.18.0', true, false],
    ['3.18.4', true, false],
    ['3.18.5', true, true],
    ['4.0.0', true, true],
  ])('%s is usable: %s, good from PATH: %s', (version, usable, good) => {
    expect(isUsable(version)).toBe(usable)
    expect(isGoodFromPath(version)).toBe(good)
  })

  it.each([
    ['3.18.0', ['2025-53547', '2025-55199', '2026-35206']],
    ['3.18.4', ['2025-55199', '2026-35206']],
    ['3.18.5', ['2026-35206']],
    ['3.20.2', []],
    ['3.22.0', []],
    ['4.0.0', ['2026-35206', '2026-35204']],
    ['4.1.4', []],
    ['4.3.1', []],
  ])('%s has the weaknesses %j', (version, cves) => {
    const words = weaknessesOf(version)
    expect(words).toHaveLength(cves.length)
    cves.forEach((cve, index) => {
      expect(words[index]).toContain(cve)
    })
  })

  it('says that a major it does not know is untested', () => {
    expect(weaknessesOf('5.0.0')[0]).toContain('newer')
  })
})
