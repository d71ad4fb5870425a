import type { OperationVerb } from './model/operation'

const verbs: Readonly<Record<string, OperationVerb>> = {
  'pending-install': 'install',
  'pending-upgrade': 'upgrade',
  'pending-rollback': 'rollback',
  uninstalling: 'uninstall',
}

/** The verb in whose middle a release of this status is; undefined where it is in the middle of none. */
export function verbOf(status: string): OperationVerb | undefined {
  return Object.hasOwn(verbs, status) ? verbs[status] : undefined
}
