import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw, type RouterHistory } from 'vue-router'
import ReleaseView from '@/places/release/ReleaseView.vue'
import ReleasesView from '@/places/releases/ReleasesView.vue'
import WelcomeView from '@/places/welcome/WelcomeView.vue'

const routes: RouteRecordRaw[] = [
  { path: '/releases', name: 'releases', component: ReleasesView, meta: { place: 'Releases' } },
  { path: '/releases/:namespace/:name', name: 'release', component: ReleaseView, meta: { place: 'Releases' } },
  {
    path: '/releases/:namespace/:name/upgrade',
    name: 'upgrade',
    component: () => import('@/places/change/UpgradeView.vue'),
    meta: { place: 'Releases' },
  },
  {
    path: '/charts',
    name: 'charts',
    component: () => import('@/places/charts/ChartsView.vue'),
    meta: { place: 'Charts' },
  },
  {
    path: '/charts/:ref',
    name: 'chart',
    component: () => import('@/places/charts/ChartView.vue'),
    meta: { place: 'Charts' },
  },
  {
    path: '/install',
    name: 'install',
    component: () => import('@/places/change/InstallView.vue'),
    meta: { place: 'Charts' },
  },
  {
    path: '/sources',
    name: 'sources',
    component: () => import('@/places/sources/SourcesView.vue'),
    meta: { place: 'Sources' },
  },
  {
    path: '/activity',
    name: 'activity',
    component: () => import('@/places/activity/ActivityView.vue'),
    meta: { place: 'Activity' },
  },
  {
    path: '/activity/:id',
    name: 'activity-entry',
    component: () => import('@/places/activity/ActivityEntryView.vue'),
    meta: { place: 'Activity' },
  },
  {
    path: '/plan/:id',
    name: 'plan',
    component: () => import('@/places/plan/PlanView.vue'),
    meta: { place: 'Releases' },
  },
  { path: '/welcome', name: 'welcome', component: WelcomeView },
  { path: '/:rest(.*)*', redirect: '/releases' },
]

/** The places of the window. Hash history, because app:// serves files and no routes. */
export function makeRouter(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes,
  })
}
