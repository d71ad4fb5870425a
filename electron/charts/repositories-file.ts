import { z } from 'zod'
import { AppFailure, appError } from '@shared/errors'
import { readChecked } from '../files/read-checked'

/** A repository as helm's file names it, without its credentials. */
export interface KnownRepository {
  readonly name: string
  readonly url: string
  readonly hasCredentials: boolean
}

const maxBytes = 4 * 1024 * 1024
const maxRepositories = 1_000

const text = z.string().max(8_192).nullish()
const shape = z.object({
  repositories: z
    .array(z.object({ name: z.string().min(1).max(256), url: z.string().max(8_192), username: text, password: text }))
    .max(maxRepositories)
    .nullish(),
})

/**
 * Reads helm's repositories.yaml. Passwords in it do not leave this function, nor those inside an address.
 * @returns sorted by name; none when there is no file yet
 * @throws AppFailure `repository-unknown` when the file cannot be read
 */
export async function readRepositories(path: string): Promise<KnownRepository[]> {
  const content = await readBounded(path)
  if (content === null) return []
  const parsed = shape.safeParse((await parseYaml(path, content)) ?? {})
  if (!parsed.success)
    throw unreadable(path, parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('\n'))
  return (parsed.data.repositories ?? [])
    .map(({ name, url, username, password }) => {
      const shown = withoutUser(url)
      return { name, url: shown, hasCredentials: Boolean(username) || Boolean(password) || shown !== url }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
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
