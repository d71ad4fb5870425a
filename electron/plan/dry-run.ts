import { toAppError } from '@shared/errors'
import type { HelmRunner } from '../helm/run'
import type { HelmWords } from '../helm/command-line'
import type { ClusterTarget } from '../kube/target'
import { previewOf, wordsOf, type Change } from '../operations/request/change'
import type { Rendering } from './sides/read-sides'

/** What helm is given to render a change. */
export interface DryRunParts {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly target: ClusterTarget
  readonly change: Extract<Change, { verb: 'install' | 'upgrade' }>
  /** The values as they would be sent. */
  readonly stdin: string | undefined
  /** A kept chart, and where helm reads it. */
  readonly chart: Buffer | undefined
  readonly chartPath: string
  /** Whether values aren't checked against the chart's schema. */
  readonly skipsSchema?: boolean
  readonly signal: AbortSignal
}

const timeLimitMs = 120_000

/** Came with helm 3.16, which is older than any that Wheelhouse runs. */
export const skipSchema = '--skip-schema-validation'

/**
 * What helm would apply, as the JSON that it writes of a dry run: the same command with the same values, against the cluster. It
 * checks nothing there. Who owns what exists is our own question, so that one object of somebody else doesn't hide all others.
 * A first install of a chart that brings definitions for its own objects goes well, but its dry run doesn't: helm makes no
 * definitions there. Then it is rendered without the cluster.
 * @throws AppFailure of helm: a chart that isn't found, a template that fails, values that its schema refuses
 */
export async function dryRun(parts: DryRunParts): Promise<Rendering> {
  const { takeOwnership } = await parts.helm.capabilities()
  try {
    const takes = takeOwnership ? ['--take-ownership'] : []
    return { json: await render(parts, (words) => withFlags(words, ['--dry-run=server', '--output=json', ...takes])) }
  } catch (reason) {
    if (toAppError(reason).code !== 'api-missing' || parts.change.verb !== 'install') throw reason
    return { yaml: await render(parts, (words) => ({ ...words, verb: ['template'] })) }
  }
}

async function render(parts: DryRunParts, wordsFor: (words: HelmWords) => HelmWords): Promise<string> {
  const { helm, target, change, chartPath, stdin, chart, skipsSchema = false, signal } = parts
  const words = wordsOf(previewOf(change), chartPath, await helm.capabilities())
  const { stdout } = await helm.run(target, {
    kind: 'read',
    ...wordsFor(skipsSchema ? withFlags(words, [skipSchema]) : words),
    timeLimitMs,
    ...(stdin !== undefined && { stdin }),
    ...(chart !== undefined && { chart }),
    signal,
  })
  return stdout
}

function withFlags(words: HelmWords, flags: readonly string[]): HelmWords {
  return { ...words, flags: [...new Set([...words.flags, ...flags])] }
}
