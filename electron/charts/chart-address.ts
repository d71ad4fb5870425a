import { fail } from '@shared/errors'
import { hasLogin } from '@shared/chart-ref'

/**
 * Refuses a chart's address with a user or a password in it, before anything is done with it: as an argument of helm everybody on
 * this computer could read it, and it would be kept with the change. The address is not repeated.
 * @throws AppFailure `registry-unauthorised`
 */
export function refuseLogin(chart: string): void {
  if (!hasLogin(chart)) return
  fail('registry-unauthorised', "A chart's address can't contain a sign-in.", {
    cause:
      'While helm runs, everyone on this computer could read it. Sign in first (a repository under Sources, a registry with ' +
      '"helm registry login"), then use the address without the part before the @.',
    actions: ['log-in'],
  })
}
