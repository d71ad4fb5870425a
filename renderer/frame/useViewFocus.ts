import { onScopeDispose, watchEffect } from 'vue'
import { START_LOCATION, useRoute, useRouter, type RouteLocationNormalized } from 'vue-router'
import { windowTitle } from '@/frame/window-title'
import { useViewStore } from '@/state/view/viewStore'
import { focusContent, keepFocus } from './keep-focus'

declare module 'vue-router' {
  interface RouteMeta {
    /** Where in the app a view is, as the sidebar calls it; left out where it is nowhere. */
    readonly place?: string
  }
}

/**
 * Keeps the focus where the person is, for all views, and names the window after the one in sight.
 * @returns what brings the person to the view's content
 */
export function useViewFocus(): { readonly focusContent: () => void } {
  const route = useRoute()
  const view = useViewStore()
  watchEffect(() => (document.title = windowTitle(view.name, route.meta.place ?? '')))

  const keeper = keepFocus()
  onScopeDispose(keeper.stop)
  onScopeDispose(
    useRouter().afterEach((to, from, failure) => {
      if (failure === undefined && from !== START_LOCATION && isOtherView(to, from)) void keeper.arrive()
    }),
  )
  return { focusContent }
}

function isOtherView(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  return to.name !== from.name || JSON.stringify(to.params) !== JSON.stringify(from.params)
}
