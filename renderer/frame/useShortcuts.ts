import { useEventListener } from '@vueuse/core'
import { menuActions } from '@shared/actions'
import type { ActionState } from '@/actions/action'
import { listActions } from '@/actions/registry'
import { useSubjectsInSight } from '@/actions/subjectsInSight'
import type { Subject } from '@/actions/subjects'
import { useActionContext } from '@/actions/useActionContext'
import { isPressed, isTyping } from '@/lib/view/keys'

/** The window's keyboard shortcuts: those of the registry that no menu of the desktop has. */
export function useShortcuts(): void {
  const context = useActionContext()
  const subjects = useSubjectsInSight()
  const isMac = navigator.platform.startsWith('Mac')

  function pressed(event: KeyboardEvent): ActionState | undefined {
    const all: Subject[] = [...subjects.all(), { kind: 'window' }]
    return all
      .flatMap((subject) => listActions(subject, context))
      .find(
        ({ id, keys, applies, blocked }) =>
          keys !== undefined && !(id in menuActions) && applies && blocked === '' && isPressed(keys, event, isMac),
      )
  }

  useEventListener(window, 'keydown', (event) => {
    const action = event.defaultPrevented ? undefined : pressed(event)
    if (action?.keys === undefined || (isTyping(action.keys) && isBusy(event.target))) return
    event.preventDefault()
    void action.perform()
  })
}

const busyPlaces =
  'input:not([type="radio"], [type="checkbox"]), textarea, [contenteditable], [role="dialog"], [role="menu"]'

/** Where a letter is typed, or where a dialog or a menu wants an answer first. */
function isBusy(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(busyPlaces) !== null
}
