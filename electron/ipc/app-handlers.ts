import type { AppInfo, DemoState } from '@shared/model/app'
import type { ContextsState } from '@shared/model/cluster'
import type { Handlers } from './door'

export interface AppHandlerDeps {
  readonly info: () => Promise<AppInfo>
  readonly openExternal: (url: string) => Promise<void>
  readonly demoState: () => DemoState
  /** Starts the demo and makes its context the window's current one. */
  readonly startDemo: () => Promise<ContextsState>
}

type Channel = Extract<keyof Handlers, `app:${string}` | `demo:${string}`>

/** Handlers of `app:*` and `demo:*`. */
export function appHandlers(deps: AppHandlerDeps): Pick<Handlers, Channel> {
  return {
    'app:get_info': () => deps.info(),
    'app:open_external': ({ url }) => deps.openExternal(url),
    'demo:get_state': () => deps.demoState(),
    'demo:start': () => deps.startDemo(),
  }
}
