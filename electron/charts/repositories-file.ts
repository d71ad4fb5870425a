import { z } from 'zod'
import { AppFailure, appError } from '@shared/errors'
import { readChecked } from '../files/read-checked'

/** A repository as helm's file names it, without its credentials. */
export interface KnownRepository {
  readonly name: string
  readonly url: string
  readonly hasCredentials: boolean
}

/** How helm reaches a repository; never its credentials. */
export interface RepositoryEntry {
  readonly url: string
  /** '' where none is named. */
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
  readonly isInsecure: boolean
  /** Whether the login is sent to other hosts too, where the index leads there. */
  readonly passesCredentials: boolean
}

const maxBytes = 4 * 1024 * 1024
const maxRepositories = 1_000

const text = z.string().max(8_192).nullish()
const entryShape = z.object({
  name: z.string().min(1).max(256),
  url: z.string().max(8_192),
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
      const shown = withoutUser(url)
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
  return {
    url: withoutUser(entry.url),
    certFile: entry.certFile ?? '',
    keyFile: entry.keyFile ?? '',
    caFile: entry.caFile ?? '',
    isInsecure: entry.insecure_skip_tls_verify === true,
    passesCredentials: entry.pass_credentials_all === true,
  }
}

async function readEntries(path: string): Promise<z.output<typeof entryShape>[]> {
  const content = await readBounded(path)
  if (content === null) return []
  const parsed = shape.safeParse((await parseYaml(path, content)) ?? {})
  if (parsed.success) return parsed.data.repositories ?? []
  throw unreadable(path, parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('\n'))
}

async function parseYaml(path: string, content: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(content, { version: '1.1', uniqueKeys: false, logLevel: 'error', maxAliasCount: 100 })
  } catch (reason) {
    // Its message may quote a line of the file, and with it a password.
    throw unreadable(path, reason instanceof Error && 'code' in reason ? String(reason.code) : 'not YAML')
  }
}

/** The file's text; null when there is none. */
async function readBounded(path: string): Promise<string | null> {
  try {
    const bytes = await readChecked(path, ({ size }) => {
      if (size > maxBytes) throw new Error('it is larger than 4 MiB')
    })
    return bytes.toString('utf8')
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null
    throw unreadable(path, reason instanceof Error ? reason.message : String(reason))
  }
}

function unreadable(path: string, detail: string): AppFailure {
  return new AppFailure(
    appError('repository-unknown', "helm's list of repositories cannot be read.", {
      cause: `The file ${path} is damaged or may not be read. helm itself cannot use it either: repair or remove it.`,
      actions: ['retry'],
      detail: detail.slice(0, 2_000),
    }),
  )
}

function withoutUser(address: string): string {
  try {
    const url = new URL(address)
    if (url.username === '' && url.password === '') return address
    url.username = ''
    url.password = ''
    return url.href
  } catch {
    return address
  }
}
