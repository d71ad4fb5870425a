/** What helm calls the schema of a chart while it reads it (pkg/chart/common/util/jsonschema.go); others are sought beside it. */
const ownAddress = 'file:///values.schema.json'
/** More addresses than anybody reads. */
const maxAddresses = 100
const maxLength = 2_048
/** More places than a schema that helm itself can compile has. */
const maxNodes = 2_000_000
const maxBases = 4

/** An address in a schema, and where helm would look for it. */
interface Node {
  readonly value: unknown
  readonly bases: readonly string[]
}

/**
 * The addresses outside of a chart that helm reads when it checks values against this schema: it fetches them over the network,
 * or reads them from this computer's disk. Rather one too many than one too few: where an address stands in what is no schema but
 * an example, it counts too.
 * @returns null where the text is no JSON, or has more in it than is looked at: then nobody knows
 */
export function outsideAddresses(schema: string): readonly string[] | null {
  let root: unknown
  try {
    root = JSON.parse(schema)
  } catch {
    return null
  }
  const own = new Set([ownAddress, ...ownId(root)])
  const found = new Set<string>()
  const left: Node[] = [{ value: root, bases: [ownAddress] }]
  for (let seen = 0; left.length > 0; seen++) {
    if (seen >= maxNodes || found.size > maxAddresses) return null
    const { value, bases } = left.pop() as Node
    if (typeof value !== 'object' || value === null) continue
    const inner = Array.isArray(value) ? bases : basesIn(value, bases)
    for (const address of Array.isArray(value) ? [] : addressesOf(value, inner)) {
      if (!own.has(address) && !isDraft(address)) found.add(address.slice(0, maxLength))
    }
    for (const child of Object.values(value)) left.push({ value: child, bases: inner })
  }
  return [...found].sort()
}

/** Draft 4 knows `id` alone, the later ones `$id` alone. */
function ownId(root: unknown): string[] {
  const draft = textOf(root, '$schema') ?? ''
  const id = textOf(root, /draft-0[34]/.test(draft) ? 'id' : '$id')
  return id === undefined ? [] : resolved(id, [ownAddress])
}

/** Which of both names counts depends on the draft, so an address may be meant from either. */
function basesIn(node: object, bases: readonly string[]): readonly string[] {
  const ids = ['$id', 'id'].flatMap((key) => textOf(node, key) ?? [])
  const more = ids.filter((id) => !id.startsWith('#')).flatMap((id) => resolved(id, bases))
  return more.length === 0 ? bases : [...new Set([...bases, ...more])].slice(0, maxBases)
}

function addressesOf(node: object, bases: readonly string[]): string[] {
  return ['$schema', '$ref', '$dynamicRef', '$recursiveRef'].flatMap((key) => {
    const address = textOf(node, key)
    return address === undefined || address === '' || address.startsWith('#') ? [] : resolved(address, bases)
  })
}

/** Without what is after `#`, which is a place in the document. */
function resolved(address: string, bases: readonly string[]): string[] {
  return bases.flatMap((base) => {
    try {
      const url = new URL(address, base)
      url.hash = ''
      return /^(https?|file):$/.test(url.protocol) ? [url.href] : []
    } catch {
      // What is no address here may be one to helm.
      return [address.replaceAll(/\p{Cc}/gu, ' ')]
    }
  })
}

function textOf(node: unknown, key: string): string | undefined {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
  const value = (node as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' ? value : undefined
}

/** The drafts that helm brings itself. */
function isDraft(address: string): boolean {
  return /^https?:\/\/json-schema\.org\/(draft-0[467]\/schema|draft\/20(19-09|20-12)\/(schema|meta\/[a-z-]+))$/.test(
    address,
  )
}
