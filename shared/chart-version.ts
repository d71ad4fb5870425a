import type { ChartVersion } from './model/chart'

/** Whether a version is a prerelease (1.2.0-beta.1), which helm takes only where it is asked for by its name. */
export function isPrerelease(version: string): boolean {
  return /^v?\d+(\.\d+)*-/.test(version)
}

/** Whether a version names one and no range. */
export function isExactVersion(version: string): boolean {
  return /^v?\d+\.\d+\.\d+(-[-0-9A-Za-z.]+)?(\+[-0-9A-Za-z.]+)?$/.test(version)
}

/**
 * The version that counts as a chart's newest: no prerelease, unless there is nothing else, where helm has to be told it by
 * its name; '' where there is none.
 * @param versions newest first
 */
export function newestVersion(versions: readonly Pick<ChartVersion, 'version'>[]): string {
  return (versions.find((one) => !isPrerelease(one.version)) ?? versions[0])?.version ?? ''
}
