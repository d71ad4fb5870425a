/** Release statuses exactly as helm writes them (helm pkg/release/v1/status.go). */
export const releaseStatuses = [
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
] as const

export type ReleaseStatus = (typeof releaseStatuses)[number]

/** One row of the release list: the newest revision of a release. */
export interface HelmRelease {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  /** RFC 3339, or '' when helm does not know. */
  readonly updated: string
  readonly status: string
  /** name-version, glued as helm prints it: never split it, use chartName and chartVersion. */
  readonly chart: string
  readonly appVersion: string
  /** From the release's payload; absent where the payload could not be read. */
  readonly chartName?: string
  readonly chartVersion?: string
}

/** One revision in a release's history. */
export interface HelmRevision {
  readonly revision: number
  readonly updated: string
  readonly status: string
  readonly chart: string
  readonly description: string
  readonly appVersion?: string
}

/** How a status is to be looked at: quiet, working, or wanting attention. */
export type StatusTone = 'ok' | 'busy' | 'bad' | 'gone'

const tones: Readonly<Record<ReleaseStatus, StatusTone>> = {
  deployed: 'ok',
  superseded: 'gone',
  uninstalled: 'gone',
  unknown: 'bad',
  failed: 'bad',
  uninstalling: 'busy',
  'pending-install': 'busy',
  'pending-upgrade': 'busy',
  'pending-rollback': 'busy',
}

/** The tone of a status; one that helm does not have today counts as bad, so that it is seen. */
export function statusTone(status: string): StatusTone {
  return (tones as Readonly<Record<string, StatusTone | undefined>>)[status] ?? 'bad'
}
