import { menuActions } from '@shared/actions'
import type { Action } from './action'
import type { WindowSubject } from './subjects'

type WindowAction = Action<WindowSubject>

/** The places of the app, as the sidebar has them. */
export const placeActions: readonly WindowAction[] = [
  place('releases', 'Releases', 'i-lucide-layers'),
  place('charts', 'Charts', 'i-lucide-package'),
  place('sources', 'Sources', 'i-lucide-library'),
  place('activity', 'Activity', 'i-lucide-history'),
]

/** Without a kubeconfig there is one place only. */
function place(name: string, label: string, icon: string): WindowAction {
  return {
    id: `window.go_${name}` as WindowAction['id'],
    label,
    icon,
    appliesTo: (_, { hasCluster }) => hasCluster(),
    to: () => ({ name }),
  }
}

/** What can be done with the window, wherever one is in it. */
export const windowActions: readonly WindowAction[] = [
  ...placeActions,
  {
    id: 'window.refresh',
    ...menuActions['window.refresh'],
    icon: 'i-lucide-rotate-cw',
    group: 1,
    perform: (_, { retry }) => retry(),
  },
  {
    id: 'window.install_chart',
    label: 'Find a chart to install',
    icon: 'i-lucide-package-plus',
    group: 1,
    appliesTo: (_, { hasCluster }) => hasCluster(),
    to: () => ({ name: 'charts' }),
  },
  {
    id: 'window.theme',
    label: 'Switch the theme',
    icon: 'i-lucide-sun-moon',
    group: 2,
    perform: (_, { nextTheme }) => nextTheme(),
  },
  {
    id: 'window.about',
    ...menuActions['window.about'],
    icon: 'i-lucide-info',
    group: 2,
    asks: true,
    perform: (_, { showAbout }) => showAbout(),
  },
]
