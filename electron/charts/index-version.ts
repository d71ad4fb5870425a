/** A chart's version, taken apart as helm does it. */
export interface ChartSemver {
  readonly core: readonly bigint[]
  /** '' for a stable version. */
  readonly prerelease: string
}

/** Masterminds/semver 3.5 (NewVersion), which both majors of helm have: `1.0`, `v3.0.0` and `01.2.3` count. */
const form =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/
const maxLength = 256
const maxNumber = 2n ** 64n - 1n

/** A chart's version as helm understands it. Null for what helm skips. */
export function chartSemver(version: string): ChartSemver | null {
  const found = version.length > maxLength ? null : form.exec(version)
  if (found === null) return null
  const [, major = '0', minor = '0', patch = '0', prerelease = ''] = found
  const core = [major, minor, patch].map(BigInt)
  if (core.some((part) => part > maxNumber) || prerelease.split('.').some((part) => /^0\d+$/.test(part))) return null
  return { core, prerelease }
}

/** Newest first. */
export function newestFirst(a: ChartSemver, b: ChartSemver): number {
  for (const [place, part] of b.core.entries()) {
    const other = a.core[place] ?? 0n
    if (part !== other) return part < other ? -1 : 1
  }
  if (a.prerelease === b.prerelease) return 0
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? -1 : 1
  return comparePrereleases(b.prerelease.split('.'), a.prerelease.split('.'))
}

/** Numbers by their size and below words; what is shorter is older. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const [one, other] = [a[place] ?? '', b[place] ?? '']
    if (one === other) continue
    if (one === '' || other === '') return one === '' ? -1 : 1
    const [left, right] = [numberOf(one), numberOf(other)]
    if (left === null && right === null) return one < other ? -1 : 1
    if (left === null || right === null) return left === null ? 1 : -1
    return left < right ? -1 : 1
  }
  return 0
}

function numberOf(part: string): bigint | null {
  if (!/^\d+$/.test(part)) return null
  const number = BigInt(part)
  return number > maxNumber ? null : number
}
