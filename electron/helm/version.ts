import semver from 'semver'

/** Below this Wheelhouse does not run helm at all: flags it needs are missing. */
const lowest = '3.18.0'
/** Below this a helm found by chance (on PATH) is not taken: an archive or a schema can take it down (helm-facts §8). */
const lowestFromPath = '3.18.5'

interface Weakness {
  readonly range: string
  readonly words: string
}

/**
 * Published weaknesses of helm itself that touch what Wheelhouse does with it, per version range.
 * Source: golang/vulndb and GitHub advisories of helm/helm, August 2026.
 */
const weaknesses: readonly Weakness[] = [
  {
    range: '<3.18.4',
    words:
      'A crafted chart can run code on this computer when its dependencies are updated (CVE-2025-53547). Update to helm 3.18.5 or newer.',
  },
  {
    range: '<3.18.5',
    words:
      'A crafted chart can exhaust memory or crash helm (CVE-2025-55199, CVE-2025-55198). Update to helm 3.18.5 or newer.',
  },
  {
    range: '<3.20.2 || >=4.0.0-0 <4.1.4',
    words:
      'Unpacking a chart named "." or ".." writes outside its folder (CVE-2026-35206). Update to helm 3.20.2, 4.1.4 or newer.',
  },
  {
    range: '>=4.0.0-0 <4.1.4',
    words:
      'A crafted plugin can write files anywhere or pass the signature check (CVE-2026-35204, CVE-2026-35205). Update to helm 4.1.4 or newer.',
  },
  {
    range: '>=5.0.0-0',
    words: 'This helm is newer than any that Wheelhouse was tested with. Some commands may fail.',
  },
]

/** A helm version without its leading v (`4.3.1`, `3.18.0-rc.1`), or null when the text is not a version. */
export function parseHelmVersion(text: string): string | null {
  return semver.valid(text.trim().replace(/^v/, ''))
}

/** Whether Wheelhouse can work with this version at all. */
export function isUsable(version: string): boolean {
  return semver.gte(version, lowest)
}

/** Whether this version is good enough to be taken from PATH without having been named. */
export function isGoodFromPath(version: string): boolean {
  return semver.gte(version, lowestFromPath)
}

/** The known weaknesses of a version in plain words, worst first; empty when none. */
export function weaknessesOf(version: string): string[] {
  return weaknesses
    .filter(({ range }) => semver.satisfies(version, range, { includePrerelease: true }))
    .map(({ words }) => words)
}
