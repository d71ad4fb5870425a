import type { ReleaseRef } from '@shared/model/release-ref'
import type { ErrorAction } from '@shared/errors'
import { listActions } from './registry'
import type { ErrorSubject } from './subjects'
import { actionOf } from './useActions'
import { useActionContext } from './useActionContext'

interface ErrorOf {
  /** The release that the error is about, for its repair. */
  readonly release?: () => ReleaseRef | null
  /** The chart that it is about, '' where none is known: for the login of its repository. */
  readonly chart?: () => string
  /** What the place does itself. A place without a change offers nothing that needs one (offers.ts). */
  readonly own?: ErrorSubject['own']
}

/**
 * Does what an error's buttons promise.
 * @param again what trying again means here; without it the shown clusters are tried.
 */
export function useErrorActions(
  again?: () => unknown,
  { release = () => null, chart = () => '', own = {} }: ErrorOf = {},
): (action: ErrorAction) => void {
  const context = useActionContext()
  return (action) => {
    const subject: ErrorSubject = {
      kind: 'error',
      // Whoever asks for it has seen its button.
      ...{ error: { actions: [action] }, offers: [action], ignored: [] },
      chart: chart(),
      release: release(),
      own: again === undefined ? own : { retry: again, ...own },
    }
    void actionOf(listActions(subject, context), `error.${action}`)?.perform()
  }
}
