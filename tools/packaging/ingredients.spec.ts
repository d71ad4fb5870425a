import { describe, expect, it } from 'vitest'
import { packageVersion } from './ingredients.mjs'

describe("a package's version", () => {
  it.each([
    ['0.1.0', true, '45.4.1', '0.1.0'],
    ['0.1.0', true, '44.0.0', '0.1.0-dev'],
    ['0.1.0', false, '45.4.1', '0.1.0-dev'],
  ])('%s on a runtime (supported: %s, %s) is %s', (version, supported, runtime, wanted) => {
    expect(packageVersion(version, { supported, version: runtime }, '45.4.1')).toBe(wanted)
  })
})
