import type { RouteLocationRaw } from 'vue-router'
import type { ActionContext } from './useActionContext'
import type { Subject } from './subjects'

/** Something that a person can do with a subject: one object, from which every menu, button and shortcut follows. */
export interface Action<S extends Subject> {
  /** The subject's kind, a dot, and what is done. */
  readonly id: `${S['kind']}.${string}`
  readonly label: string | ((subject: S) => string)
  readonly icon?: string
  /** Menus draw a line between groups. */
  readonly group?: number
  /** What it takes away cannot be had back. */
  readonly isDangerous?: boolean
  /** A question comes before anything is done. */
  readonly asks?: boolean
  /** The shortcut, as Electron writes accelerators. */
  readonly keys?: string
  /** Whether it makes sense at all: where it does not, nothing offers it. */
  readonly appliesTo?: (subject: S, context: ActionContext) => boolean
  /** Why it cannot be done now, in a sentence or two; '' where it can. */
  readonly blockedBy?: (subject: S, context: ActionContext) => string
  /** The page that it leads to, where that is all it does; null where `perform` does it. */
  readonly to?: (subject: S, context: ActionContext) => RouteLocationRaw | null
  readonly perform?: (subject: S, context: ActionContext) => unknown
}

/** An action of one subject as it is now. */
export interface ActionState {
  readonly id: string
  readonly label: string
  readonly icon: string | undefined
  readonly group: number
  readonly isDangerous: boolean
  readonly asks: boolean
  readonly keys: string | undefined
  readonly applies: boolean
  /** Why it cannot be done now; '' where it can. */
  readonly blocked: string
  /** Where it leads, for a link; null where it is done in place. */
  readonly to: RouteLocationRaw | null
  /** Does it; nothing where it does not apply or is blocked. */
  readonly perform: () => Promise<void>
}

/** An action of a subject as it is now. */
export function stateOf<S extends Subject>(action: Action<S>, subject: S, context: ActionContext): ActionState {
  const { id, label, icon, group = 0, isDangerous = false, asks = false, keys } = action
  const applies = action.appliesTo?.(subject, context) ?? true
  const blocked = applies ? (action.blockedBy?.(subject, context) ?? '') : ''
  const to = applies ? (action.to?.(subject, context) ?? null) : null
  return {
    ...{ id, icon, group, isDangerous, asks, keys, applies, blocked, to },
    label: typeof label === 'string' ? label : label(subject),
    async perform() {
      if (!applies || blocked !== '') return
      await (to === null ? action.perform?.(subject, context) : context.router.push(to))
    },
  }
}
