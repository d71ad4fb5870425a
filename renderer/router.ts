import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import ReleaseView from '@/views/ReleaseView.vue'
import ReleasesView from '@/views/ReleasesView.vue'
import WelcomeView from '@/views/WelcomeView.vue'

/** The places of the window. Hash history, because app:// serves files and no routes. */
export function makeRouter(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes: [
      { path: '/releases', name: 'releases', component: ReleasesView },
      { path: '/releases/:namespace/:name', name: 'release', component: ReleaseView },
      {
        path: '/releases/:namespace/:name/upgrade',
        name: 'upgrade',
        component: () => import('@/views/UpgradeView.vue'),
      },
      { path: '/charts', name: 'charts', component: () => import('@/views/ChartsView.vue') },
      { path: '/charts/:ref', name: 'chart', component: () => import('@/views/ChartView.vue') },
      { path: '/install', name: 'install', component: () => import('@/views/InstallView.vue') },
      { path: '/sources', name: 'sources', component: () => import('@/views/SourcesView.vue') },
      { path: '/activity', name: 'activity', component: () => import('@/views/ActivityView.vue') },
      { path: '/activity/:id', name: 'activity-entry', component: () => import('@/views/ActivityEntryView.vue') },
      { path: '/welcome', name: 'welcome', component: WelcomeView },
      { path: '/:rest(.*)*', redirect: '/releases' },
    ],
  })
}
