import { isRepositoryChart } from '@shared/chart-ref'

/** Where a chart comes from, told by the form of its reference (shared/contract/inputs, chartRef). */
export type ChartOrigin = 'repository' | 'registry' | 'file'

/** The origin of a chart reference; null where the text is none. */
export function chartOrigin(ref: string): ChartOrigin | null {
  if (/^oci:\/\/[^/\s]+\/\S+$/.test(ref)) return 'registry'
  if (/^(\/|[A-Za-z]:[\\/])/.test(ref)) return 'file'
  return isRepositoryChart(ref) ? 'repository' : null
}

/** The same for what a person types or pastes where they also search: words with a space between them are no reference. */
export function typedOrigin(text: string): ChartOrigin | null {
  return /\s/.test(text) && isRepositoryChart(text) ? null : chartOrigin(text)
}

/** The last part of a reference, without the ending and the tag: what the chart is most likely called. */
export function chartNameOf(ref: string): string {
  const last =
    ref
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? ''
  return last.replace(/\.tgz$|\.tar\.gz$/, '').replace(/[@:].*$/, '')
}

/**
 * The version to hand to helm, so that exactly the chart that was looked at is installed; '' where the reference
 * itself decides: a file, or an address with a tag or digest.
 */
export function pinnedVersion(ref: string, version: string): string {
  if (chartOrigin(ref) === 'file') return ''
  if (chartOrigin(ref) === 'registry' && /[@:][^/]*$/.test(ref.slice('oci://'.length).replace(/^[^/]*/, ''))) return ''
  return version
}
