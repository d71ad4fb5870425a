import { isAtWork, waitReason } from '@/lib/release/busy-release'
import { damagedReason } from '@/lib/release/repair-words'
import type { Action } from './action'
import type { ReleaseDialog, ReleaseSubject } from './subjects'

type ReleaseAction = Action<ReleaseSubject>

/** A change that a dialog of the release's page asks for: in place where the page is open, else the page opens with it. */
function asks(dialog: ReleaseDialog): Pick<ReleaseAction, 'asks' | 'to' | 'perform'> {
  return {
    asks: true,
    to: ({ release, page }, { linkTo }) => (page === null ? linkTo(release, 'release', { ask: dialog }) : null),
    perform: ({ page }) => page?.ask(dialog),
  }
}

/** Why a change is refused, by the cluster's rights or by the state of the release's records. */
function refused(change: 'upgrade' | 'rollback' | 'uninstall'): (subject: ReleaseSubject) => string {
  return ({ access, damaged }) => (damaged ? damagedReason : access[change])
}

/** What can be done with a release, in the order of its menus and of its page's head. */
export const releaseActions: readonly ReleaseAction[] = [
  {
    id: 'release.open',
    label: ({ release }) => `Open ${release.name}`,
    icon: 'i-lucide-arrow-right',
    appliesTo: ({ page }) => page === null,
    to: ({ release }, { linkTo }) => linkTo(release),
  },
  {
    id: 'release.repair',
    label: 'Repair…',
    icon: 'i-lucide-wrench',
    // Nothing is repaired under the hands of somebody who is at work; the release's page leads there all the same.
    appliesTo: ({ busy, page }) => busy !== null && (page === null ? !isAtWork(busy) : busy.holder !== 'ours'),
    ...asks('repair'),
  },
  {
    id: 'release.upgrade',
    label: 'Upgrade',
    icon: 'i-lucide-circle-arrow-up',
    appliesTo: ({ status }) => status !== 'uninstalled',
    blockedBy: (subject) => refused('upgrade')(subject) || waitReason(subject.busy),
    to: ({ release }, { linkTo }) => linkTo(release, 'upgrade'),
  },
  {
    id: 'release.test',
    label: 'Test…',
    icon: 'i-lucide-flask-conical',
    appliesTo: ({ page, busy }) => page?.canTest === true && (busy === null || busy.holder === 'ours'),
    blockedBy: refused('upgrade'),
    ...asks('test'),
  },
  {
    id: 'release.rollback',
    label: ({ page }) =>
      page === null || page.selected === null || page.selected === page.newest
        ? 'Roll back…'
        : `Roll back to ${page.selected}…`,
    icon: 'i-lucide-undo-2',
    // A list does not know what there is to go back to.
    appliesTo: ({ page }) => page?.canRollBack ?? true,
    blockedBy: refused('rollback'),
    ...asks('rollback'),
  },
  {
    id: 'release.uninstall',
    label: 'Uninstall…',
    icon: 'i-lucide-trash-2',
    isDangerous: true,
    blockedBy: refused('uninstall'),
    ...asks('uninstall'),
  },
  {
    id: 'release.copy_name',
    label: 'Copy name',
    icon: 'i-lucide-copy',
    group: 1,
    appliesTo: ({ page }) => page === null,
    perform: ({ release }, { copy }) => copy(release.name),
  },
]
