/** What else than its known keys a map may have: nothing, nothing that looks like a slip of one of them, or anything. */
export type Others = 'none' | 'no-slips' | 'any'

/** A key that a chart knows, with those below it. */
export interface KnownKey {
  readonly inner: Map<string, KnownKey>
  others: Others
  /** Whether the chart's defaults, templates or a comment beside it name it right here; else it is only not excluded. */
  isSure: boolean
}

export function knownKey(others: Others, isSure = true): KnownKey {
  return { inner: new Map(), others, isSure }
}

/** The key below another, made where it is new. */
export function innerKey(key: KnownKey, name: string, others: Others, isSure = true): KnownKey {
  const known = key.inner.get(name)
  if (known !== undefined) {
    known.isSure ||= isSure
    return known
  }
  const made = knownKey(others, isSure)
  key.inner.set(name, made)
  return made
}

/** Makes a path known as templates and comments name it: whoever names a whole map may pass it on with whatever is in it. */
export function addPath(root: KnownKey, path: readonly string[]): void {
  let key = root
  for (const [index, name] of path.entries()) {
    const isLast = index === path.length - 1
    const isNew = !key.inner.has(name)
    key = innerKey(key, name, isLast ? 'any' : 'no-slips')
    if (isLast && !isNew && key.others === 'none') key.others = 'no-slips'
  }
}

/** Names of maps in which people put whatever they like. */
const free = /(?:labels|annotations|selector)$/i
/** Those that Kubernetes or the program itself gives a meaning to, of which a default shows only a part. */
const partly =
  /^(?:global|affinity|dnsConfig|strategy|updateStrategy|lifecycle|resources|limits|requests|env|data|config|ports|hosts|parameters|settings|tags)$|(?:securityContext|probe|resources|strategy|env|envs|vars|config|volumes?|secrets?)$|^extra/i

/** What else a map with defaults may have, as its name tells. */
export function othersBeside(name: string): Others {
  if (free.test(name)) return 'any'
  return partly.test(name) ? 'no-slips' : 'none'
}
