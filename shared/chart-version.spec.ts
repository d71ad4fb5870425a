import { describe, expect, it } from 'vitest'
import { isPrerelease, newestVersion } from './chart-version'

const versions = (...names: string[]) =>
  names.map((version) => ({ version, appVersion: '', created: '', deprecated: false }))

describe('chart versions', () => {
  it.each(['1.0.0-beta.1', 'v2.0.0-rc1', '1.0-alpha'])('%s is a prerelease', (version) =>
    expect(isPrerelease(version)).toBe(true),
  )
  it.each(['1.0.0', 'v3.0.0', '1.0', '1.0.0+build-1'])('%s is none', (version) =>
    expect(isPrerelease(version)).toBe(false),
  )
  it('the newest is what helm would take by itself', () => {
    expect(newestVersion(versions('3.0.0-beta.1', '2.1.0', '2.0.0'))).toBe('2.1.0')
    expect(newestVersion(versions('0.2.0-rc.1', '0.1.0-rc.1'))).toBe('0.2.0-rc.1')
    expect(newestVersion([])).toBe('')
  })
})
