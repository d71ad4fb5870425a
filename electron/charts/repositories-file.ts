import { z } from 'zod'
import { AppFailure, appError } from '@shared/errors'
import { fileWords, isMissing } from '../files/file-fault'
import { readOrdinaryFile } from '../files/read-ordinary'
import { readGoYaml } from '../kube/go-yaml'
import { maskProse } from '../masking/mask-text'
import { createSecretSet } from '../masking/secret-set'

/** A repository as helm's file names it, without its credentials. */
export interface KnownRepository {
  readonly name: string
  readonly url: string
  readonly hasCredentials: boolean
}

/** How helm reaches a repository; never its credentials. */
export interface RepositoryEntry {
  readonly url: string
  readonly hasLogin: boolean
  /** '' where none is named. */
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
  readonly isInsecure: boolean
  /** Whether the login is sent to other hosts too, where the index leads there. */
  readonly passesCredentials: boolean
}

/** A thousand repositories have a third of it; more would hold up the main process while it is parsed. */
const maxBytes = 512 * 1024
const maxRepositories = 1_000

/** helm takes numbers and booleans without quotes for texts here. */
const text = z
  .union([z.string().max(8_192), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)))
const entryShape = z.object({
  name: text,
  url: text,
  username: text,
  password: text,
  certFile: text,
  keyFile: text,
  caFile: text,
  insecure_skip_tls_verify: z.boolean().nullish(),
  pass_credentials_all: z.boolean().nullish(),
})
const shape = z.object({ repositories: z.array(entryShape).max(maxRepositories).nullish() })

/**
 * Reads helm's repositories.yaml. Passwords in it do not leave this function, nor those inside an address.
 * @returns sorted by name; none when there is no file yet
 * @throws AppFailure `repository-unknown` when the file cannot be read
 */
export async function readRepositories(path: string): Promise<KnownRepository[]> {
  return (await readEntries(path))
    .map(({ name, url, username, password }) => {
      const shown = withoutSecrets(url)
      return { name, url: shown, hasCredentials: Boolean(username) || Boolean(password) || shown !== url }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/**
 * What helm's repositories.yaml says of one repository; null when it does not name it.
 * @throws AppFailure as `readRepositories`
 */
export async function readRepositoryEntry(path: string, name: string): Promise<RepositoryEntry | null> {
  const entry = (await readEntries(path)).find((one) => one.name === name)
  if (entry === undefined) return null
  const url = withoutUser(entry.url)
  return {
    url,
    hasLogin: Boolean(entry.username) || Boolean(entry.password) || withoutSecrets(entry.url) !== entry.url,
    certFile: entry.certFile,
    keyFile: entry.keyFile,
    caFile: entry.caFile,
    isInsecure: entry.insecure_skip_tls_verify === true,
    passesCredentials: entry.pass_credentials_all === true,
  }
}

async function readEntries(path: string): Promise<z.output<typeof entryShape>[]> {
  const content = await readBounded(path)
  if (content === null) return []
  // As helm reads it; a fault's words repeat nothing of the file, which may hold passwords.
  const read = await readGoYaml(content)
  if (read.kind === 'bad') throw unreadable(path, read.reason, read.line)
  const parsed = shape.safeParse(read.value ?? {})
  if (parsed.success) return parsed.data.repositories ?? []
  const at = parsed.error.issues[0]?.path ?? []
  throw unreadable(path, shapeWords(at), read.lineAt(at))
}

/** What is wrong with what stands at a path. */
function shapeWords([list, index, field]: readonly PropertyKey[]): string {
  if (list !== 'repositories') return 'It is not a list of repositories.'
  if (typeof index !== 'number') return '"repositories" must be a list.'
  if (field === undefined) return `Entry ${index + 1} of "repositories" must be a mapping.`
  return `"${String(field)}" of entry ${index + 1} is missing or of the wrong kind.`
}

/** The file's text; null when there is none. */
async function readBounded(path: string): Promise<string | null> {
  try {
    return (await readOrdinaryFile(path, { maxBytes })).toString('utf8')
  } catch (reason) {
    if (isMissing(reason)) return null
    throw unreadable(path, fileWords(reason))
  }
}

function unreadable(path: string, why: string, line?: number): AppFailure {
  const place = line === undefined ? path : `${path}, line ${line}`
  return new AppFailure(
    appError('repository-unknown', "helm's list of repositories can't be read.", {
      cause: `${place}: ${why} helm itself can't use it either: repair or remove it.`,
      actions: ['retry'],
      detail: `${place}: ${why}`,
    }),
  )
}

/** An address as it may be shown: without its user, and with a mask for what else in it opens something. */
function withoutSecrets(address: string): string {
  return maskProse(withoutUser(address), createSecretSet([])).text
}

function withoutUser(address: string): string {
  try {
    const url = new URL(address)
    if (url.username === '' && url.password === '') return address
    url.username = ''
    url.password = ''
    return url.href
  } catch {
    // None that can be taken apart: whatever stands in front of the last @ may be a login.
    return address.replace(/\/\/.*@/s, '//')
  }
}
