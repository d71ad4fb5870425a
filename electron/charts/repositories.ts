import { basename, join } from 'node:path'
import { AppFailure, fail, type AppError } from '@shared/errors'
import type { Repository } from '@shared/model/chart'
import type { HelmCall, HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { eachLimited } from '@shared/each-limited'
import type { Catalogue, IndexFile } from './catalogue'
import { explainIndex, type IndexAddress } from './explain-index'
import type { HelmPaths } from './helm-paths'
import { readRepositories, readRepositoryEntry, type KnownRepository, type RepositoryEntry } from './repositories-file'
import { shortWords, sourceFailure } from './source-errors'

/** helm's home in use: its paths, and the target whose home it is (null: the person's own). */
export interface HelmHome extends HelmPaths {
  readonly target: ClusterTarget | null
}

export interface NewRepository {
  readonly name: string
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
}

export interface RepositoryLogin {
  readonly name: string
  readonly username: string
  readonly password: string
}

export interface RepositoriesParts {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly catalogue: Catalogue
}

export interface Repositories {
  /** @throws AppFailure `repository-unknown` when helm's file cannot be read */
  list(home: HelmHome): Promise<Repository[]>
  /** @throws AppFailure `repository-exists`, `registry-unauthorised`, `repository-unreachable`, `invalid-input` */
  add(home: HelmHome, repository: NewRepository): Promise<void>
  /**
   * Fetches the index of one repository, or of all. With one its failure is thrown; with all each failure stands in
   * that repository's `problem`, and the others are updated all the same.
   */
  update(home: HelmHome, name: string | undefined): Promise<void>
  /**
   * Gives a repository another login and fetches its index with it; a login that is refused changes nothing.
   * @throws AppFailure `repository-unknown` when it is not in helm's file, and as `add`
   */
  signIn(home: HelmHome, login: RepositoryLogin): Promise<void>
  remove(home: HelmHome, name: string): Promise<void>
}

type HelmWords = Pick<HelmCall, 'verb' | 'flags' | 'positionals' | 'stdin'>

const timeLimitMs = 150_000
const updatesAtOnce = 4

export function createRepositories({ helm, catalogue }: RepositoriesParts): Repositories {
  /** Why the last update of a repository failed, by its index file. */
  const failures = new Map<string, AppError>()
  const { run, fetchIndex } = runsOf({ helm, catalogue })
  const updateOne = async (home: HelmHome, name: string): Promise<void> => {
    const { path } = indexFile(home, name)
    try {
      const { failOnUpdateFailure: flags } = await helm.capabilities()
      const entry = await readRepositoryEntry(home.repositories, name)
      await fetchIndex(home, { verb: ['repo', 'update'], flags, positionals: [name] }, openAddress(entry))
      failures.delete(path)
    } catch (reason) {
      if (reason instanceof AppFailure) failures.set(path, reason.error)
      throw reason
    }
  }
  return {
    list: (home) => list(catalogue, home, failures),
    add: async (home, repository) => {
      refuseTaken(await readRepositories(home.repositories), repository)
      const address = repository.username || repository.password ? null : { url: repository.url, flags: [] }
      await fetchIndex(home, addWords(repository), address)
      failures.delete(indexFile(home, repository.name).path)
    },
    update: async (home, name) => {
      if (name !== undefined) return updateOne(home, name)
      const known = await readRepositories(home.repositories)
      await eachLimited(known, updatesAtOnce, (repository) => updateOne(home, repository.name).catch(() => undefined))
    },
    signIn: async (home, login) => {
      const entry = await readRepositoryEntry(home.repositories, login.name)
      await run(home, signInWords(entry ?? noSuch(login.name), login))
      failures.delete(indexFile(home, login.name).path)
    },
    remove: async (home, name) => {
      await run(home, { verb: ['repo', 'remove'], flags: [], positionals: [name] })
      failures.delete(indexFile(home, name).path)
    },
  }
}

interface Runs {
  readonly run: (home: HelmHome, words: HelmWords) => Promise<void>
  /** As `run`; where helm refuses the index of an address that needs no login, its fault is looked for. */
  readonly fetchIndex: (home: HelmHome, words: HelmWords, address: IndexAddress | null) => Promise<void>
}

/** helm's commands about repositories, failing with words about the source. */
function runsOf({ helm, catalogue }: RepositoriesParts): Runs {
  const run = async (home: HelmHome, words: HelmWords): Promise<void> => {
    try {
      // A change, so that it is not cut off in the middle of helm's file when the app quits.
      await helm.run(home.target, { ...words, kind: 'change', scope: 'no-cluster', timeLimitMs, reasonOnStdout: true })
    } catch (reason) {
      throw sourceFailure(reason)
    }
  }
  const fetchIndex = async (home: HelmHome, words: HelmWords, address: IndexAddress | null): Promise<void> => {
    try {
      await run(home, words)
    } catch (reason) {
      if (address === null || !(reason instanceof AppFailure)) throw reason
      throw await explainIndex({ helm, catalogue }, home.target, address, reason)
    }
  }
  return { run, fetchIndex }
}

async function list(
  catalogue: Catalogue,
  home: HelmHome,
  failures: ReadonlyMap<string, AppError>,
): Promise<Repository[]> {
  const known = await readRepositories(home.repositories)
  const files = known.map(({ name }) => indexFile(home, name))
  const states = await catalogue({ ask: 'states', files })
  return known.map((repository, place) => {
    const failure = failures.get(files[place]?.path ?? '')
    const { updatedAt = '', chartCount = null, problem = '' } = states[place] ?? {}
    const told = failure === undefined ? problem : `Not updated. ${shortWords(failure)}`
    return { ...repository, updatedAt, chartCount, problem: told, problemDetail: failure?.detail ?? '' }
  })
}

/** Where the index can be fetched without a login; null where one is needed. */
function openAddress(entry: RepositoryEntry | null): IndexAddress | null {
  return entry === null || entry.hasLogin ? null : { url: entry.url, flags: trustFlags(entry) }
}

/** helm's name for the cached index (pkg/helmpath, CacheIndexFile). A name that leads out of the folder has none. */
export function indexFile(home: HelmPaths, repository: string): IndexFile {
  const file = `${repository}-index.yaml`
  return { repository, path: basename(file) === file ? join(home.indexes, file) : '' }
}

function refuseTaken(known: readonly KnownRepository[], { name, url }: NewRepository): void {
  const same = known.find((repository) => repository.name === name)
  if (same === undefined || withoutSlash(same.url) === withoutSlash(url)) return
  fail('repository-exists', `A repository named "${name}" already exists.`, {
    cause: `It has the address ${same.url}. Choose another name, or remove that one first.`,
  })
}

function addWords({ name, url, username, password }: NewRepository): HelmWords {
  const words = { verb: ['repo', 'add'], positionals: [name, url] }
  if (username) return { ...words, flags: loginFlags(username), stdin: password ?? '' }
  if (!password) return { ...words, flags: [] }
  return fail('invalid-input', 'A password needs a user name.', {
    cause: 'helm sends a password only together with a user name. Enter both, or leave both empty.',
  })
}

/** helm replaces a repository whole: what it was added with is said again. */
function signInWords(entry: RepositoryEntry, { name, username, password }: RepositoryLogin): HelmWords {
  const flags = [
    '--force-update',
    ...loginFlags(username),
    ...trustFlags(entry),
    ...(entry.passesCredentials ? ['--pass-credentials'] : []),
  ]
  return { verb: ['repo', 'add'], flags, positionals: [name, entry.url], stdin: password }
}

/** How helm is to trust a repository's server. */
function trustFlags({ certFile, keyFile, caFile, isInsecure }: RepositoryEntry): string[] {
  const files = Object.entries({ 'cert-file': certFile, 'key-file': keyFile, 'ca-file': caFile })
  return [
    ...files.flatMap(([flag, path]) => (path === '' ? [] : [`--${flag}=${path}`])),
    ...(isInsecure ? ['--insecure-skip-tls-verify'] : []),
  ]
}

/** The password goes over standard input. */
function loginFlags(username: string): string[] {
  return [`--username=${username}`, '--password-stdin']
}

function noSuch(name: string): never {
  fail('repository-unknown', `The repository "${name}" no longer exists.`, {
    cause: "It is no longer in helm's list; somebody may have removed it. Add it again and sign in.",
    actions: ['retry'],
  })
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
