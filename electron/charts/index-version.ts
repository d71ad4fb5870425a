import semver, { type SemVer } from 'semver'

/** Digits, up to three groups of them, then what helm's own reader (Masterminds/semver, NewVersion) also takes. */
const lenient = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/

/** A chart's version as helm understands it: `1.0` and `v3.0.0` count. Null for what helm skips. */
export function chartSemver(version: string): SemVer | null {
  const found = lenient.exec(version)
  if (found === null) return null
  const [, major = '0', minor = '0', patch = '0', pre = '', build = ''] = found
  const whole = `${Number(major)}.${Number(minor)}.${Number(patch)}${pre}${build}`
  return semver.parse(whole, { loose: true })
}

/** Newest first. */
export function newestFirst(a: SemVer, b: SemVer): number {
  return semver.rcompare(a, b, true)
}
