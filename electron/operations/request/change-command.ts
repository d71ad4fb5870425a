import { basename } from 'node:path'
import { helmArguments } from '../../helm/command-line'
import type { HelmRunner } from '../../helm/run'
import type { ClusterTarget } from '../../kube/target'
import { wordsOf, type Change, type ChangePreview } from './change'

/** The newest version of a chart as the app shows it, for who names none; undefined where helm has to find it. */
export type NewestVersion = (target: ClusterTarget, chart: string) => Promise<string | undefined>

/**
 * The change with the version of its chart named: what is shown as the newest is what is installed, a prerelease too, which
 * helm by itself does not find.
 */
export async function withVersion<C extends Change | ChangePreview>(
  newestVersion: NewestVersion,
  target: ClusterTarget,
  change: C,
): Promise<C> {
  const isOpen = (change.verb === 'install' || change.verb === 'upgrade') && !('keep_chart' in change)
  if (!isOpen || change.version !== undefined) return change
  const version = await newestVersion(target, change.chart)
  return version === undefined ? change : { ...change, version }
}

/** The exact command of a change, program first. @param chartPath where helm reads a kept chart */
export async function commandOf(
  helm: Pick<HelmRunner, 'binary' | 'capabilities'>,
  target: ClusterTarget,
  change: ChangePreview,
  chartPath: string,
): Promise<string[]> {
  const [{ path }, capabilities] = await Promise.all([helm.binary(), helm.capabilities()])
  return [basename(path), ...helmArguments(wordsOf(change, chartPath, capabilities), target)]
}
