import type { ChartVersion } from '@shared/model/chart'

/** Whether a version is a prerelease (1.2.0-beta.1), which helm takes only where it is asked for by its name. */
export function isPrerelease(version: string): boolean {
  return /^v?\d+(\.\d+)*-/.test(version)
}

/** The newest version that helm takes by itself: no prerelease, unless there is nothing else; '' where there is none. */
export function newestVersion(versions: readonly ChartVersion[]): string {
  return (versions.find((one) => !isPrerelease(one.version)) ?? versions[0])?.version ?? ''
}
