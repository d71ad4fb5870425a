import type { ReleaseId } from '@shared/model/release-ref'
import type { RepairAction } from '@shared/model/repair'
import type { Change } from '../request/change'

/**
 * The change that helm makes for a repair.
 * @param revision where a rollback goes
 * @param isFirst the revision was never finished: its pods are not waited for, as they may never get ready
 * @returns null for a repair that helm has no command for
 */
export function changeFor(
  action: RepairAction,
  { namespace, name }: ReleaseId,
  revision: number | undefined,
  isFirst: boolean,
): Change | null {
  const place = { name, namespace }
  const noHooks = action.endsWith('-without-hooks') ? { no_hooks: true } : {}
  switch (action) {
    case 'rollback':
    case 'rollback-without-hooks':
      if (revision === undefined) return null
      return { verb: 'rollback', ...place, ...noHooks, revision, ...(isFirst && { wait: false }) }
    case 'finish-uninstall':
    case 'finish-uninstall-without-hooks':
      return { verb: 'uninstall', ...place, ...noHooks }
    case 'wait':
    case 'rewrite-manifest':
    case 'remove-pending-record':
    case 'remove-damaged-record':
    case 'restore':
      return null
  }
}
