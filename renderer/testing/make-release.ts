import type { HelmRelease } from '@shared/model/release'
import { listRelease, type ListedRelease } from '@/lib/release/release-key'

/** A plain deployed release; a spec says only what it is about. */
export function makeRelease(part: Partial<HelmRelease> = {}): HelmRelease {
  return {
    name: 'web',
    namespace: 'shop',
    revision: 1,
    updated: '2026-03-01T10:00:00Z',
    status: 'deployed',
    chart: 'web-1.2.3',
    chartName: 'web',
    chartVersion: '1.2.3',
    appVersion: '4.5.6',
    ...part,
  }
}

/** The same as a row of the window's list; of the cluster `prod` unless another is named. */
export function makeRow({
  context = 'prod',
  health,
  ...part
}: Partial<Omit<ListedRelease, 'key'>> = {}): ListedRelease {
  return { ...listRelease(context, makeRelease(part)), ...(health !== undefined && { health }) }
}
