import { fail } from '@shared/errors'
import type { ClusterTarget } from '../kube/target'

/** Which part of the cluster a call is about. `no-cluster` is for repositories, charts and the like. */
type HelmScope = { readonly namespace: string } | 'all-namespaces' | 'no-cluster'

/** The words of one helm command, apart by what they are, so that no value can be read as a flag. */
export interface HelmWords {
  /** `['list']`, `['repo', 'add']` */
  readonly verb: readonly string[]
  /** Each one element: `--name` or `--name=value`. Never a secret: they show in the process list. */
  readonly flags: readonly string[]
  readonly positionals: readonly string[]
  readonly scope: HelmScope
}

/**
 * The arguments for the helm binary. Flags carry their value after `=`: helm reads its global flags once on its own
 * before it knows the command's, and would take `--description --debug` for two flags. Positionals stand after `--`.
 * @throws AppFailure `internal` when a caller mixes the kinds of words up
 */
export function helmArguments(words: HelmWords, target: ClusterTarget | null): string[] {
  for (const word of words.verb) if (!/^[a-z]+$/.test(word)) misuse(`"${word}" is not a helm verb`)
  for (const flag of words.flags)
    if (!/^--[a-z][a-z0-9-]*(=|$)/.test(flag)) misuse('a flag is not --name or --name=value')
  const all = [...words.verb, ...words.flags, ...words.positionals]
  if (all.some((word) => word.includes('\0'))) misuse('an argument holds a NUL character')
  const positionals = words.positionals.length > 0 ? ['--', ...words.positionals] : []
  return [...words.verb, ...words.flags, ...scopeFlags(words.scope, target), ...positionals]
}

function scopeFlags(scope: HelmScope, target: ClusterTarget | null): string[] {
  if (scope === 'no-cluster') return []
  if (target === null) return misuse('a call to a cluster has no target')
  const where = scope === 'all-namespaces' ? '--all-namespaces' : `--namespace=${scope.namespace}`
  return [where, `--kube-context=${target.context}`]
}

function misuse(cause: string): never {
  fail('internal', 'Wheelhouse built an invalid helm command.', { cause })
}
