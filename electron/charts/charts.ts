import { isAbsolute } from 'node:path'
import type { ChartDetail, ChartSearchResult, ChartVersion, Repository } from '@shared/model/chart'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { HelmRunner } from '../helm/run'
import type { Catalogue } from './catalogue'
import { refuseLogin } from './chart-address'
import { newestIn, versionsIn } from './chart-versions'
import { createGuides } from './guide/guides'
import type { ReadOutside } from './guide/read-outside'
import { createRepositories, indexFile, type HelmHome, type NewRepository, type RepositoryLogin } from './repositories'
import { readRepositories } from './repositories-file'
import { showChart } from './show-chart'

export interface ChartsParts {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** helm's home in use: the demo's own, else the person's. Needs no kubeconfig. */
  readonly home: () => Promise<HelmHome>
  readonly catalogue: Catalogue
  /** The folder for the private ones of each run. */
  readonly root: string
}

/** Charts and where they come from. Every method may reject with an AppFailure. */
export interface Charts {
  search(query: string): Promise<ChartSearchResult>
  /** Newest first; none for what is not `repository/name`. */
  listVersions(chart: string): Promise<readonly ChartVersion[]>
  /** Without a version the newest that `listVersions` shows: helm by itself finds no prerelease. */
  getChart(chart: string, version: string | undefined): Promise<ChartDetail>
  /** What a chart says of its values. Without a version as `getChart`. */
  getGuide(chart: string, version: string | undefined): Promise<ValuesGuide>
  readonly readOutside: ReadOutside
  listRepositories(): Promise<Repository[]>
  addRepository(repository: NewRepository): Promise<Repository[]>
  updateRepositories(name: string | undefined): Promise<Repository[]>
  signInRepository(login: RepositoryLogin): Promise<Repository[]>
  removeRepository(name: string): Promise<Repository[]>
}

const maxResults = 200
const maxKept = 32

export function createCharts({ helm, home, catalogue, root }: ChartsParts): Charts {
  const repositories = createRepositories({ helm, catalogue })
  /** Charts that were read in this session. A repository's may be another after its index has changed. */
  const read = new Map<string, Promise<ChartDetail>>()
  const guides = createGuides({ helm, home, catalogue, root })
  let changes: Promise<unknown> = Promise.resolve()

  /** One change of helm's file at a time: helm locks it, and gives up waiting after 30 s. */
  const change = async (work: (place: HelmHome) => Promise<void>): Promise<Repository[]> => {
    const place = await home()
    const turn = changes.then(() => work(place))
    changes = turn.catch(() => undefined)
    try {
      await turn
    } finally {
      read.clear()
      guides.clear()
    }
    return repositories.list(place)
  }
  return {
    search: async (query) => {
      const place = await home()
      const known = await readRepositories(place.repositories)
      const files = known.map(({ name }) => indexFile(place, name))
      return { ...(await catalogue({ ask: 'search', files, query, limit: maxResults })), repositories: known.length }
    },
    listVersions: async (chart) => {
      refuseLogin(chart)
      return versionsIn(await home(), catalogue, chart)
    },
    getChart: async (chart, version) => {
      refuseLogin(chart)
      const place = await home()
      const { target } = place
      // A folder on this computer may be edited between two looks.
      if (isAbsolute(chart)) return showChart(helm, target, chart, version)
      const named = version ?? (await newestIn(place, catalogue, chart))
      const key = JSON.stringify([target?.helmEnv, chart, named])
      return keep(read, key, () => showChart(helm, target, chart, named))
    },
    getGuide: guides.get,
    readOutside: guides.readOutside,
    listRepositories: async () => repositories.list(await home()),
    addRepository: (repository) => change((place) => repositories.add(place, repository)),
    updateRepositories: (name) => change((place) => repositories.update(place, name)),
    signInRepository: (login) => change((place) => repositories.signIn(place, login)),
    removeRepository: (name) => change((place) => repositories.remove(place, name)),
  }
}

/** Remembers what succeeds; who asks meanwhile shares the work. */
async function keep<T>(kept: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known !== undefined) return known
  const working = work()
  kept.set(key, working)
  if (kept.size > maxKept) kept.delete(kept.keys().next().value ?? '')
  working.catch(() => {
    if (kept.get(key) === working) kept.delete(key)
  })
  return working
}
