import { feedBridge } from './feed-bridge'
import { makeRelease } from './make-release'
import { makeDetail, makeRevision } from './make-revision'

/** Three revisions of `web`, the last one a rollback. */
export const webHistory = [
  makeRevision(1, { chartVersion: '1.2.0', description: 'Install complete' }),
  makeRevision(2, { chartVersion: '1.3.0' }),
  makeRevision(3, { chartVersion: '1.3.0', status: 'deployed', description: 'Rollback to 1' }),
]

/** A bridge to a window whose cluster `prod` has the release `web`; changes of it never end. */
export function releaseBridge(): ReturnType<typeof feedBridge> {
  const never = new Promise<undefined>(() => undefined)
  return feedBridge([makeRelease({ name: 'web', revision: 3, unseen: true })], {
    'releases:follow_history': ({ release }) => Promise.resolve(release === null ? [] : [...webHistory]),
    'release:get_revision': ({ revision }) =>
      Promise.resolve(makeDetail(revision, { description: `About ${revision}` })),
    'release:get_text': ({ revision, part, reveal }) =>
      Promise.resolve({
        text: `${part} of ${revision}: ${reveal === true ? 'hunter2' : '••••'}`,
        masked: reveal === true ? 0 : 2,
      }),
    'release:get_own_values': ({ revision }) =>
      Promise.resolve({ text: `values of ${revision}: ••••`, masked: 2, isAsWritten: false }),
    'release:get_source': () => Promise.resolve('shop/web'),
    'helm:preview_command': () => Promise.resolve(['helm', 'verb', 'web']),
    'helm:rollback': () => never,
    'helm:uninstall': () => never,
  })
}
