import type { RevisionPart } from '@shared/model/release'
import type { Health } from '../health/health'
import { followed, type BindTarget, type ClusterTarget } from '../kube/target'
import type { Repairs } from '../operations/repair/repairs'
import type { ReleaseIndexes } from '../releases/index/indexes'
import type { NamespaceMemory } from '../releases/namespace-memory'
import type { BlameReader } from '../releases/blame/blame'
import type { OwnValuesReader } from '../releases/own-values'
import type { RevisionReader } from '../releases/revision'
import type { Handlers } from './door'
import { named } from './release-input'

export interface ReleaseHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  /** The same, pinned to what the person saw: for what leads to a change. */
  readonly bind: BindTarget
  readonly revisions: RevisionReader
  readonly ownValues: OwnValuesReader
  readonly blame: BlameReader
  readonly repairs: Pick<Repairs, 'diagnose' | 'listBackups'>
  readonly indexes: Pick<ReleaseIndexes, 'of' | 'follow' | 'followHistory' | 'kick'>
  readonly health: Pick<Health, 'follow'>
  readonly namespaceMemory: NamespaceMemory
  /** Lets the person choose a file for a text of a release; '' when they cancel. */
  readonly chooseTextFile: (name: string, part: RevisionPart) => Promise<string>
  /** Resolves once the kubeconfig was read for the first time. */
  readonly loaded: Promise<unknown>
}

type Channel =
  | 'release:get_revision'
  | 'release:list_definitions'
  | 'release:get_manager'
  | 'release:get_text'
  | 'release:save_text'
  | 'release:get_own_values'
  | 'release:reveal_values'
  | 'release:hide_values'
  | 'release:get_blame'
  | 'release:get_key_history'
  | 'release:get_origins'
  | 'release:get_values_guide'
  | 'release:diagnose'
  | 'release:list_backups'
  | Extract<keyof Handlers, `releases:${string}`>

/** Handlers of `releases:*`, and of `release:*` that look at one release. */
export function releaseHandlers(deps: ReleaseHandlerDeps): Pick<Handlers, Channel> {
  const { target, bind, revisions, ownValues, blame, repairs, indexes } = deps
  return {
    'releases:follow': async ({ contexts }) => {
      await deps.loaded
      return indexes.follow(contexts)
    },
    'releases:follow_health': async ({ contexts }) => {
      await deps.loaded
      return deps.health.follow(contexts)
    },
    'releases:show_rows': async ({ context, rows }) => indexes.of(await target(context)).prefer(rows),
    'releases:retry': ({ context }) => indexes.kick(context),
    'releases:mark_seen': async ({ context, rows }) => indexes.of(await target(context)).markSeen(rows),
    'releases:set_namespaces': async ({ context, namespaces }) => {
      deps.namespaceMemory.set(context, namespaces)
      indexes.of(await target(context)).rescope()
    },
    'releases:follow_history': async ({ release }) => {
      if (release === null) return indexes.followHistory(null)
      return indexes.followHistory({ target: followed(await bind(release)), place: named(release) })
    },
    'release:get_revision': async (input) => revisions.detail(await bind(input), named(input)),
    'release:list_definitions': async (input) => revisions.definitions(await bind(input), named(input)),
    'release:get_values_guide': async (input) => revisions.guide(await bind(input), named(input)),
    'release:get_manager': async (input) => revisions.manager(await bind(input), named(input)),
    'release:get_blame': async (input) => blame.blame(await bind(input), named(input)),
    'release:get_key_history': async ({ path, ...input }) => blame.history(await bind(input), named(input), path),
    'release:get_origins': async (input) => blame.origins(await bind(input), named(input)),
    'release:diagnose': async (input) => repairs.diagnose(await bind(input), named(input)),
    'release:list_backups': async (input) => repairs.listBackups(await bind(input), named(input)),
    'release:get_text': async ({ part, reveal = false, ...input }) =>
      revisions.text(await bind(input), named(input), part, reveal),
    'release:get_own_values': async (input) => ownValues.read(await bind(input), named(input)),
    'release:reveal_values': async ({ values, path, ...input }) =>
      ownValues.reveal(await bind(input), named(input), values, path),
    'release:hide_values': async ({ values, ...input }) => ownValues.hide(await bind(input), named(input), values),
    'release:save_text': async ({ part, ...input }) => {
      const target = await bind(input)
      const path = await deps.chooseTextFile(input.release_name, part)
      if (path !== '') await revisions.save(target, named(input), part, path)
      return path
    },
  }
}
