import { join } from 'node:path'
import { AppFailure, fail } from '@shared/errors'
import type { Repository } from '@shared/model/chart'
import type { HelmCall, HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { eachLimited } from '@shared/each-limited'
import type { Catalogue, IndexFile } from './catalogue'
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

const timeLimitMs = 150_000
const updatesAtOnce = 4

export function createRepositories({ helm, catalogue }: RepositoriesParts): Repositories {
  /** Why the last update of a repository failed, by its index file. */
  const failures = new Map<string, string>()
  const run = async (
    home: HelmHome,
    words: Pick<HelmCall, 'verb' | 'flags' | 'positionals' | 'stdin'>,
  ): Promise<void> => {
    try {
      // A change, so that it is not cut off in the middle of helm's file when the app quits.
      await helm.run(home.target, { ...words, kind: 'change', scope: 'no-cluster', timeLimitMs, reasonOnStdout: true })
    } catch (reason) {
      throw sourceFailure(reason)
    }
  }
  const updateOne = async (home: HelmHome, name: string): Promise<void> => {
    const { path } = indexFile(home, name)
    try {
      const { failOnUpdateFailure: flags } = await helm.capabilities()
      await run(home, { verb: ['repo', 'update'], flags, positionals: [name] })
      failures.delete(path)
    } catch (reason) {
      if (reason instanceof AppFailure) failures.set(path, `Not updated. ${shortWords(reason.error)}`)
      throw reason
    }
  }
  return {
    list: (home) => list(catalogue, home, failures),
    add: async (home, repository) => {
      refuseTaken(await readRepositories(home.repositories), repository)
      await run(home, addWords(repository))
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

async function list(
  catalogue: Catalogue,
  home: HelmHome,
  failures: ReadonlyMap<string, string>,
): Promise<Repository[]> {
  const known = await readRepositories(home.repositories)
  const files = known.map(({ name }) => indexFile(home, name))
  const states = await catalogue({ ask: 'states', files })
  return known.map((repository, place) => ({
    ...repository,
    updatedAt: states[place]?.updatedAt ?? '',
    chartCount: states[place]?.chartCount ?? null,
    problem: failures.get(files[place]?.path ?? '') ?? states[place]?.problem ?? '',
  }))
}

/** helm's name for the cached index (pkg/helmpath, CacheIndexFile). */
export function indexFile(home: HelmPaths, repository: string): IndexFile {
  return { repository, path: join(home.indexes, `${repository}-index.yaml`) }
}

function refuseTaken(known: readonly KnownRepository[], { name, url }: NewRepository): void {
  const same = known.find((repository) => repository.name === name)
  if (same === undefined || withoutSlash(same.url) === withoutSlash(url)) return
  fail('repository-exists', `A repository named "${name}" already exists.`, {
    cause: `It has the address ${same.url}. Choose another name, or remove that one first.`,
  })
}

function addWords({
  name,
  url,
  username,
  password,
}: NewRepository): Pick<HelmCall, 'verb' | 'flags' | 'positionals' | 'stdin'> {
  const words = { verb: ['repo', 'add'], positionals: [name, url] }
  if (username) return { ...words, flags: loginFlags(username), stdin: password ?? '' }
  if (!password) return { ...words, flags: [] }
  return fail('invalid-input', 'A password needs a user name.', {
    cause: 'helm sends a password only together with a user name. Type both, or neither.',
  })
}

/** helm replaces a repository whole: what it was added with is said again. */
function signInWords(
  { url, certFile, keyFile, caFile, isInsecure, passesCredentials }: RepositoryEntry,
  { name, username, password }: RepositoryLogin,
): Pick<HelmCall, 'verb' | 'flags' | 'positionals' | 'stdin'> {
  const files = Object.entries({ 'cert-file': certFile, 'key-file': keyFile, 'ca-file': caFile })
  const flags = [
    '--force-update',
    ...loginFlags(username),
    ...files.flatMap(([flag, path]) => (path === '' ? [] : [`--${flag}=${path}`])),
    ...(isInsecure ? ['--insecure-skip-tls-verify'] : []),
    ...(passesCredentials ? ['--pass-credentials'] : []),
  ]
  return { verb: ['repo', 'add'], flags, positionals: [name, url], stdin: password }
}

/** The password goes over standard input. */
function loginFlags(username: string): string[] {
  return [`--username=${username}`, '--password-stdin']
}

function noSuch(name: string): never {
  fail('repository-unknown', `There is no repository "${name}" any more.`, {
    cause: "It is not in helm's list: somebody may have removed it. Add it again, with its login.",
    actions: ['retry'],
  })
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
