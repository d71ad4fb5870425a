import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const wantedKinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

/**
 * What is wrong with one field of a kubeconfig. What the field holds is repeated only where it is true or false, so that no
 * secret is shown.
 * @param config the whole file's content
 * @param source the field as it is written
 */
export function issueWords(config: unknown, issue: Issue, source: string | undefined): string {
  const field = fieldWords(config, issue.path)
  if (issue.code !== 'invalid_type') return `${field} is not base64: it was cut off, or pasted with other characters.`
  const found = valueAt(config, issue.path)
  const request = wantedKinds[issue.expected] ?? 'something else'
  const sentence = `${field} must be ${request}, but it is ${kindOf(found)}.`
  if (request !== 'text') return sentence
  if (typeof found === 'number') return `${sentence} Put it in quotes.`
  if (typeof found !== 'boolean') return sentence
  const written = source ?? String(found)
  return `${field} must be text, but "${written}" means ${String(found)} in YAML. Put it in quotes: "${written}".`
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'boolean') return 'true or false'
  return typeof value === 'string' ? 'text' : 'a mapping'
}

const owners: Readonly<Record<string, string>> = { clusters: 'cluster', users: 'user', contexts: 'context' }

/** `"server" of the cluster "a"`, `The name of cluster 2`. */
function fieldWords(config: unknown, path: readonly PropertyKey[]): string {
  const [list, index, ...rest] = path
  const owner = owners[String(list)]
  if (owner === undefined || typeof index !== 'number') {
    return path.length === 0 ? 'The file' : `"${path.map(String).join('.')}"`
  }
  if (rest.length === 0) return `Entry ${index + 1} of "${String(list)}"`
  if (rest.length === 1 && rest[0] === 'name') return `The name of ${owner} ${index + 1}`
  const name = valueAt(config, [...path.slice(0, 2), 'name'])
  const whose =
    typeof name === 'string' && name !== '' ? `the ${owner} "${name.slice(0, 200)}"` : `${owner} ${index + 1}`
  const inner = rest[0] === owner ? rest.slice(1) : rest
  return inner.length === 0 ? `The entry of ${whose}` : `"${inner.map(String).join('.')}" of ${whose}`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}
