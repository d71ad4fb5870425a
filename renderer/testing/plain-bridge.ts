import { helm4 } from '@shared/testing/helm-features'
import { connected, installFakeBridge, makeContexts } from './fake-bridge'
import { makeSnapshot } from './make-feed'

type Fake = ReturnType<typeof installFakeBridge>

/** A bridge to a window with one connected cluster and no release; `answers` say what a spec is about. */
export function plainBridge(answers: Fake['answers'] = {}): Fake {
  return installFakeBridge({
    'kube:list_contexts': () => Promise.resolve(makeContexts('prod')),
    'kube:use_context': ({ context }) => Promise.resolve(makeContexts(context)),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
    'kube:list_namespaces': () => Promise.resolve(['default', 'kube-system', 'shop']),
    'kube:check_access': () => Promise.resolve({ install: '', upgrade: '', rollback: '', uninstall: '' }),
    'releases:follow': ({ contexts }) => Promise.resolve(contexts.map((context) => makeSnapshot(context, []))),
    'releases:follow_health': ({ contexts }) =>
      Promise.resolve(contexts.map(({ context }) => ({ context, changed: [], problem: '' }))),
    'releases:follow_history': () => Promise.resolve([]),
    'releases:retry': () => Promise.resolve(),
    'releases:show_rows': () => Promise.resolve(),
    'releases:mark_seen': () => Promise.resolve(),
    'releases:set_namespaces': () => Promise.resolve(),
    'helm:get_shell': () => Promise.resolve({ program: 'helm', env: {} }),
    'helm:get_features': () => Promise.resolve(helm4),
    'release:list_definitions': () => Promise.resolve({ names: [], certain: true }),
    'release:get_manager': () => Promise.resolve(null),
    'release:hide_values': ({ values }) => Promise.resolve(values),
    'release:list_backups': () => Promise.resolve([]),
    'operations:list': () => Promise.resolve([]),
    'drafts:list': () => Promise.resolve({ drafts: [], setAside: 0 }),
    'plan:make': () => new Promise(() => undefined),
    'plan:cancel': () => Promise.resolve(),
    'demo:get_state': () => Promise.resolve({ state: 'stopped' }),
    ...answers,
  })
}
