import { z } from 'zod'
import type { GoYaml } from './go-yaml'
import { kubeconfigSchema, type RawKubeconfig } from './kubeconfig-schema'
import { issueWords } from './kubeconfig-words'

/** A file's content, or what is wrong with it as a whole: in words for a person, and on which line. */
export type Decoded =
  | { readonly kind: 'ok'; readonly config: RawKubeconfig }
  | { readonly kind: 'bad'; readonly reason: string; readonly line: number | undefined }

type Read = Extract<GoYaml, { kind: 'ok' }>

/**
 * Makes a kubeconfig of what a file holds, or says why client-go refuses the whole file: its decoder's rules
 * (apimachinery's json serializer, client-go's tools/clientcmd/api/v1/conversion.go).
 */
export function decodeKubeconfig(read: Read): Decoded {
  const value = read.value ?? {}
  const at = (path: readonly PropertyKey[], reason: string): Decoded => ({
    kind: 'bad',
    reason,
    line: read.lineAt(path),
  })
  if (typeof value !== 'object' || Array.isArray(value)) {
    return at([], 'It is not a kubeconfig: a mapping with clusters, users and contexts is expected.')
  }
  const other = otherKind(value as Record<string, unknown>)
  if (other !== undefined) return at([other.key], other.reason)
  const parsed = kubeconfigSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path ?? []
    return at(path, issue ? issueWords(value, issue, read.sourceAt(path)) : 'It is not a kubeconfig.')
  }
  const twice = repeatedName(parsed.data)
  return twice === undefined ? { kind: 'ok', config: parsed.data } : at(twice.path, twice.reason)
}

/** The kind is looked up whatever its capitals; the spelling that sorts last counts. */
function otherKind(value: Record<string, unknown>): { readonly key: string; readonly reason: string } | undefined {
  const told = { kind: 'Config', apiversion: 'v1' }
  for (const key of Object.keys(value).toSorted()) {
    const field = key.toLowerCase() as keyof typeof told
    const found = value[key]
    if (!Object.hasOwn(told, field) || found === null || found === undefined) continue
    if (typeof found !== 'string') return { key, reason: `"${key}" must be text.` }
    told[field] = found
  }
  const { kind, apiversion } = told
  if (kind !== '' && kind !== 'Config') {
    return { key: 'kind', reason: `It is not a kubeconfig: its kind is "${short(kind)}", not "Config".` }
  }
  if (/^\/?(?:v1)?$/.test(apiversion)) return undefined
  return { key: 'apiVersion', reason: `Its apiVersion is "${short(apiversion)}"; kubectl and helm know only "v1".` }
}

function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`
}

const namedLists = ['clusters', 'users', 'contexts'] as const

interface Repeated {
  readonly path: readonly PropertyKey[]
  readonly reason: string
}

function repeatedName(config: RawKubeconfig): Repeated | undefined {
  for (const list of namedLists) {
    const entries = config[list] ?? []
    const found = repeatedIn(entries, list) ?? repeatedExtension(entries, list)
    if (found !== undefined) return found
  }
  return (
    repeatedIn(filled(config.extensions), 'extensions') ??
    repeatedIn(filled(config.preferences?.extensions), 'extensions')
  )
}

function repeatedIn(entries: readonly { readonly name: string }[], list: string): Repeated | undefined {
  const seen = new Set<string>()
  for (const [index, { name }] of entries.entries()) {
    if (seen.has(name))
      return { path: [list, index, 'name'], reason: `The name "${short(name)}" appears twice in "${list}".` }
    seen.add(name)
  }
  return undefined
}

function repeatedExtension(entries: readonly Record<string, unknown>[], list: string): Repeated | undefined {
  const field = list.slice(0, -1)
  for (const [index, entry] of entries.entries()) {
    const extensions = extensionsOf.safeParse(entry[field])
    const found = extensions.success ? repeatedIn(filled(extensions.data?.extensions), 'extensions') : undefined
    if (found !== undefined) return { ...found, path: [list, index, field, ...found.path] }
  }
  return undefined
}

const extensionsOf = z
  .looseObject({
    extensions: z.array(z.looseObject({ name: z.string(), extension: z.unknown().optional() })).nullish(),
  })
  .nullish()

/** client-go compares only extensions that hold something. */
function filled<One extends { readonly extension?: unknown }>(extensions: readonly One[] | null | undefined): One[] {
  return (extensions ?? []).filter(({ extension }) => extension !== null && extension !== undefined)
}
