import type { RouteLocationRaw } from 'vue-router'
import { without } from '@shared/without'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { Plan } from '@shared/model/plan'
import { planRequest, type ChangeDraft } from '@/lib/change/change-draft'
import { releaseOfInput, type PlanInput } from '@/lib/plan/plan-input'
import { releaseLocation } from '@/lib/release/release-key'
import { installKey } from '@/state/drafts/useInstallDraft'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'

/** Where the draft of a planned change is kept; '' for a change that is asked about by a dialog. */
export function draftKeyOf(input: PlanInput): string {
  switch (input.verb) {
    case 'install':
      return installKey(input.context ?? '', input.chart)
    case 'upgrade':
      return upgradeKey(releaseOfInput(input))
    case 'rollback':
    case 'uninstall':
      return ''
  }
}

/** Where a change goes on once it is under way. @param current the window's current context */
export function followedAt(input: PlanInput, current: string | null, isOver: boolean): RouteLocationRaw {
  const release = releaseOfInput(input)
  if (isOver || input.verb === 'rollback' || input.verb === 'uninstall') return releaseLocation(release, current)
  return input.verb === 'upgrade'
    ? releaseLocation(release, current, 'upgrade')
    : { name: 'install', query: { chart: input.chart } }
}

/**
 * Why a plan can't be run where it is shown, one sentence; '' where it can.
 * @param input what it was made of; null where that is not known any more.
 * @param draft what would be sent now; null where it is gone, or a dialog asked.
 */
export function whyNotHere(input: PlanInput | null, draft: ChangeDraft | null, features: HelmFeatures | null): string {
  if (input === null) return "What this plan was made of isn't here any more."
  if (draftKeyOf(input) === '') return ''
  if (draft === null) return 'The values that it was made of have been used or given up.'
  if (draft.operationId !== '') return 'These values have been sent already.'
  const isSame =
    JSON.stringify(planRequest(draft, features)) === JSON.stringify(without(input, 'agreed_outside' as never))
  return isSame ? '' : 'The values or options have changed since this plan.'
}

/** The revision that a plan takes for the newest; 0 where it takes the release not to be there. */
export function newestOf({ verb, toRevision }: Pick<Plan, 'verb' | 'toRevision'>): number {
  return verb === 'uninstall' ? toRevision : toRevision - 1
}
