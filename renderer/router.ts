import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import ReleasesView from '@/views/ReleasesView.vue'
import WelcomeView from '@/views/WelcomeView.vue'

/** The places of the window. Hash history, because app:// serves files and no routes. */
export function makeRouter(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes: [
      { path: '/releases', name: 'releases', component: ReleasesView },
      { path: '/welcome', name: 'welcome', component: WelcomeView },
      { path: '/:rest(.*)*', redirect: '/releases' },
    ],
  })
}
