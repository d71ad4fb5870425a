import { fail } from '@shared/errors'
import type { OperationVerb } from '@shared/model/operation'
import { othersHolder } from '@shared/model/repair'
import { refuseLogin } from '../../charts/chart-address'
import { checkLocalChart } from '../../charts/local-chart'
import type { HelmRunner } from '../../helm/run'
import { isPending, type RevisionMark } from '../../records/revision-mark'
import type { Change } from '../request/change'
import { refuseBadValues } from '../request/values'

/* Why a change is refused before helm is started. */

/**
 * Refuses changes of releases that are kept elsewhere than in Secrets: the end could not be verified, and a change that went
 * well would be reported as a failure.
 * @throws AppFailure `helm-failed`
 */
export function refuseOtherStorage(driver: string): void {
  if (/^(secrets?)?$/i.test(driver)) return
  fail('helm-failed', 'Wheelhouse changes only releases that helm keeps in Secrets.', {
    cause: `HELM_DRIVER is set to "${driver.slice(0, 50)}". Start Wheelhouse without it, or change the release with helm itself.`,
  })
}

/**
 * Refuses values that helm could not read, local charts that are none, and a chart's address with a sign-in in it.
 * @throws AppFailure `values-invalid`, `registry-unauthorised`, `chart-not-found` or `chart-invalid`
 */
export async function refuseBadRequest(helm: Pick<HelmRunner, 'capabilities'>, change: Change): Promise<void> {
  if (change.verb !== 'install' && change.verb !== 'upgrade') return
  if (change.values !== undefined) await refuseBadValues(change.values, (await helm.capabilities()).valuesDocuments)
  if ('keep_chart' in change) return
  refuseLogin(change.chart)
  await checkLocalChart(change.chart)
}

/**
 * Refuses to roll back or uninstall a release that somebody may be changing: helm itself does not look, and two at once can
 * leave two revisions deployed, or a release without objects (measured). install and upgrade are refused by helm. A repair
 * does not ask here: it tells the person who may be at work, and they decide.
 * @param isOurs whether the pending revision was left behind by a helm of ours that has ended
 * @throws AppFailure `release-busy`
 */
export function refuseWhilePending(
  verb: OperationVerb,
  release: string,
  newest: RevisionMark | undefined,
  now: Date,
  isOurs: boolean,
): void {
  if ((verb !== 'rollback' && verb !== 'uninstall') || newest === undefined || isOurs) return
  if (!isPending(newest.status)) return
  const holder = othersHolder(newest.writtenAt, now.getTime())
  if (holder === 'others-gone') return
  const age = now.getTime() - Date.parse(newest.writtenAt)
  const since = age < 90_000 ? 'a moment ago' : `${Math.round(age / 60_000)} minutes ago`
  const word = holder === 'others-working' ? 'is working on it' : 'may still be working on it'
  fail('release-busy', `"${release}" is being changed right now.`, {
    cause:
      `It is ${newest.status}, last written ${since}: another helm ${word}, and two at once can break the release. ` +
      'If that helm was cut off, choose "Repair…", which shows what is safe.',
    // What comes first is the one to press: nothing is repaired under the hands of a helm that is at work.
    actions: holder === 'others-working' ? ['retry', 'repair'] : ['repair', 'retry'],
  })
}

/**
 * Refuses to send the values of a first install that failed once more without them being looked at: helm takes them from the
 * failed revision, and they may be what it failed for.
 * @throws AppFailure `values-needed`
 */
export function refuseUnseenValues(change: Change, before: readonly RevisionMark[]): void {
  if (change.verb !== 'upgrade' || change.values !== undefined) return
  const hasEverRun = before.some(({ status }) => status === 'deployed' || status === 'superseded')
  if (hasEverRun || !before.some(({ status }) => status === 'failed')) return
  fail('values-needed', `The first install of "${change.name}" failed.`, {
    cause: 'Its values would be reused without you seeing them. Enter the values you want.',
    actions: ['fix-values'],
  })
}
