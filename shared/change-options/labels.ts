/** Labels that helm sets itself on what it stores (helm pkg/storage/driver/util.go). */
const reserved: readonly string[] = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt']

const word = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/
const domain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** `team=shop, tier=web` as helm takes it: `team=shop,tier=web`. */
export function labelsWord(text: string): string {
  return pairsOf(text)
    .map(({ key, value }) => `${key}=${value ?? ''}`)
    .join(',')
}

/** What is wrong with a text of labels, by Kubernetes' rules and helm's own, one sentence; '' where nothing is. */
export function labelsProblem(text: string): string {
  if (/\p{Cc}/u.test(text)) return 'Labels have no control characters.'
  const seen = new Set<string>()
  for (const { key, value } of pairsOf(text)) {
    if (value === null) return 'Enter labels as key=value, separated by commas.'
    if (reserved.includes(key)) return `helm sets the label ${key} itself.`
    if (seen.has(key)) return `The label ${key} is there twice.`
    if (!isKey(key))
      return 'A key is made of letters, digits, dashes, dots and _, at most 63; a domain and / may precede it.'
    if (value !== '' && !word.test(value)) return 'A value is made of letters, digits, dashes, dots and _, at most 63.'
    seen.add(key)
  }
  return ''
}

function pairsOf(text: string): { key: string; value: string | null }[] {
  return text.split(',').map((part) => {
    const pair = part.trim()
    const at = pair.indexOf('=')
    return at < 0 ? { key: pair, value: null } : { key: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }
  })
}

function isKey(key: string): boolean {
  const slash = key.indexOf('/')
  const prefix = key.slice(0, Math.max(0, slash))
  return word.test(key.slice(slash + 1)) && (slash < 0 || (prefix.length <= 253 && domain.test(prefix)))
}
