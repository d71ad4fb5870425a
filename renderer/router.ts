import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import ReleaseView from '@/views/ReleaseView.vue'
import ReleasesView from '@/views/ReleasesView.vue'
import WelcomeView from '@/views/WelcomeView.vue'

/** The places of the window. Hash history, because app:// serves files and no routes. */
export function makeRouter(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes: [
      { path: '/releases', name: 'releases', component: ReleasesView, meta: { place: 'Releases' } },
      { path: '/releases/:namespace/:name', name: 'release', component: ReleaseView, meta: { place: 'Releases' } },
      {
        path: '/releases/:namespace/:name/upgrade',
        name: 'upgrade',
        component: () => import('@/views/UpgradeView.vue'),
        meta: { place: 'Releases' },
      },
      { path: '/charts', name: 'charts', component: () => import('@/views/ChartsView.vue'), meta: { place: 'Charts' } },
      {
        path: '/charts/:ref',
        name: 'chart',
        component: () => import('@/views/ChartView.vue'),
        meta: { place: 'Charts' },
      },
      {
        path: '/install',
        name: 'install',
        component: () => import('@/views/InstallView.vue'),
        meta: { place: 'Charts' },
      },
      {
        path: '/sources',
        name: 'sources',
        component: () => import('@/views/SourcesView.vue'),
        meta: { place: 'Sources' },
      },
      {
        path: '/activity',
        name: 'activity',
        component: () => import('@/views/ActivityView.vue'),
        meta: { place: 'Activity' },
      },
      {
        path: '/activity/:id',
        name: 'activity-entry',
        component: () => import('@/views/ActivityEntryView.vue'),
        meta: { place: 'Activity' },
      },
      { path: '/welcome', name: 'welcome', component: WelcomeView },
      { path: '/:rest(.*)*', redirect: '/releases' },
    ],
  })
}
