import type { ParsedInput } from '@shared/contract/requests'
import type { PlanFormat } from '@shared/model/plan'
import { followed, type BindTarget, type ClusterTarget } from '../kube/target'
import type { Comparisons } from '../plan/comparison/comparisons'
import type { SideSource } from '../plan/comparison/make-comparison'
import type { Handlers } from './door'
import { named } from './release-input'

export interface CompareHandlerDeps {
  readonly bind: BindTarget
  /** The window's current context. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly comparisons: Pick<Comparisons, 'make' | 'cancel' | 'texts' | 'exportText' | 'nameOf'>
  /** Lets the person choose a file for a comparison, and writes it there; '' when they cancel. */
  readonly saveComparison: (name: string, format: PlanFormat, text: string) => Promise<string>
}

type Channel = Extract<keyof Handlers, `compare:${string}`>

/** Handlers of `compare:*`. A revision is read from the cluster that the person saw it in, which may be another than the current one. */
export function compareHandlers(deps: CompareHandlerDeps): Pick<Handlers, Channel> {
  const { comparisons, saveComparison } = deps
  return {
    'compare:make': async ({ compare_id: id, from, to }) => {
      const [one, other] = await Promise.all([sourceOf(deps, from), sourceOf(deps, to)])
      return comparisons.make(id, one, other)
    },
    'compare:cancel': ({ compare_id: id }) => comparisons.cancel(id),
    'compare:get_text': ({ compare_id: id, text, object }) => comparisons.texts(id, text, object),
    'compare:export': ({ compare_id: id, format }) => comparisons.exportText(id, format),
    'compare:save': async ({ compare_id: id, format }) => {
      const text = await comparisons.exportText(id, format)
      return saveComparison(comparisons.nameOf(id), format, text)
    },
  }
}

async function sourceOf(
  { bind, target }: CompareHandlerDeps,
  side: ParsedInput<'compare:make'>['from'],
): Promise<SideSource> {
  if (side.kind === 'revision') {
    const { namespace, name, revision } = named(side)
    return { kind: 'revision', target: await bind(side), namespace, name, revision }
  }
  // A chart can be read without any cluster.
  const known = await target().then(followed, () => null)
  return { kind: 'chart', target: known, chart: side.chart, version: side.version }
}
