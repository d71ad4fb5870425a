import { managerSubject, managerTools } from '@shared/manager-name'
import type { ReleaseManager } from '@shared/model/release'

/** Who looks after a release beside helm, and what that means for a change, one sentence each. */
export interface ManagerWords {
  readonly headline: string
  readonly hint: string
}

const hints: Readonly<Record<ReleaseManager['state'], string>> = {
  active: "It'll undo changes made here.",
  suspended: "It'll undo changes made here once it's resumed.",
  missing: "It isn't in this cluster. If it's in another, it'll undo changes made here.",
  unknown: 'It may undo changes made here.',
}

/** @example { headline: 'Managed by Flux: HelmRelease shop/web.', hint: "It'll undo changes made here." } */
export function managerWords(manager: ReleaseManager): ManagerWords {
  const subject = managerSubject(manager)
  const state = manager.state === 'suspended' ? ', suspended' : ''
  return {
    headline: `Managed by ${managerTools[manager.tool]}${subject === '' ? '' : `: ${subject}${state}`}.`,
    hint: hints[manager.state],
  }
}
