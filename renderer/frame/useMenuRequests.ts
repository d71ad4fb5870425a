import { onScopeDispose } from 'vue'
import type { ActionRequest } from '@shared/actions'
import type { ActionState } from '@/actions/action'
import { listActions } from '@/actions/registry'
import { actionOf } from '@/actions/useActions'
import { useActionContext } from '@/actions/useActionContext'
import { listen } from '@/bridge/invoke'
import { useOperationStore } from '@/state/operations/operationStore'

/** Does what a menu outside of the window, or a notification, asks for. */
export function useMenuRequests(): void {
  const context = useActionContext()
  const operations = useOperationStore()

  function find(request: ActionRequest): ActionState | null {
    if (request.id !== 'release.open') return actionOf(listActions({ kind: 'window' }, context), request.id)
    const { context: cluster, namespace, name } = request.release
    // Who comes from the notice of a change that left no release wants to know why.
    const operation = operations.latestFor(namespace, name, cluster)
    if (operation !== null) return actionOf(listActions({ kind: 'operation', operation }, context), 'operation.open')
    const access = { install: '', upgrade: '', rollback: '', uninstall: '' }
    const facts = { status: '', damaged: false, busy: null, access, page: null }
    return actionOf(listActions({ kind: 'release', release: request.release, ...facts }, context), request.id)
  }

  onScopeDispose(listen('window:run_action', (request) => void find(request)?.perform()))
}
