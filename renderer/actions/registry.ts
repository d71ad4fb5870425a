import { stateOf, type Action, type ActionState } from './action'
import { comparisonActions, revisionActions } from './compare-actions'
import { errorActions } from './error-actions'
import { listActions as actionsOfList, selectionActions } from './list-actions'
import { operationActions } from './operation-actions'
import { releaseActions } from './release-actions'
import type { Subject, SubjectOf } from './subjects'
import type { ActionContext } from './useActionContext'
import { windowActions } from './window-actions'

/** Everything that can be done, by what it is done with. */
export const registry: { readonly [K in Subject['kind']]: readonly Action<SubjectOf<K>>[] } = {
  release: releaseActions,
  revision: revisionActions,
  comparison: comparisonActions,
  operation: operationActions,
  list: actionsOfList,
  selection: selectionActions,
  error: errorActions,
  window: windowActions,
}

/** All actions of a subject as they are now, in their order; those that do not apply say so. */
export function listActions<K extends Subject['kind']>(subject: SubjectOf<K>, context: ActionContext): ActionState[] {
  const actions: readonly Action<SubjectOf<K>>[] = registry[subject.kind]
  return actions.map((action) => stateOf(action, subject, context))
}
