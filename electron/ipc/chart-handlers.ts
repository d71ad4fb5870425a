import type { Charts } from '../charts/charts'
import type { Handlers } from './door'

export interface ChartHandlerDeps {
  readonly charts: Charts
  /** The system's file dialog; '' when it is cancelled. */
  readonly chooseChart: (kind: 'folder' | 'archive') => Promise<string>
}

type Channel = Extract<keyof Handlers, `charts:${string}`>

/** Handlers of `charts:*`. */
export function chartHandlers({ charts, chooseChart }: ChartHandlerDeps): Pick<Handlers, Channel> {
  return {
    'charts:search': ({ query }) => charts.search(query),
    'charts:list_versions': async ({ chart }) => [...(await charts.listVersions(chart))],
    'charts:get_chart': ({ chart, version }) => charts.getChart(chart, version),
    'charts:get_values_guide': ({ chart, version }) => charts.getGuide(chart, version),
    'charts:choose_file': ({ kind }) => chooseChart(kind),
    'charts:list_repositories': () => charts.listRepositories(),
    'charts:add_repository': (repository) => charts.addRepository(repository),
    'charts:update_repositories': ({ name }) => charts.updateRepositories(name),
    'charts:sign_in_repository': (login) => charts.signInRepository(login),
    'charts:remove_repository': ({ name }) => charts.removeRepository(name),
  }
}
