import type { Form, Standing } from './secret-forms'

/** A match in a text: to be replaced from start to end. */
export interface Match {
  readonly start: number
  readonly end: number
}

/**
 * So much of each form is in the tree, and this much is enough: a text may be cut, and nothing else begins so. What follows is
 * only compared to see how far the secret goes.
 */
const headLength = 64
/** Nodes of the tree, a dozen bytes each: about 6,000 secrets of usual length. */
const maxNodes = 4_000_000

interface Tail {
  readonly rest: string
  readonly standing: Standing
}

/**
 * Finds all forms of many secrets in one walk over a text: for each character it goes down a tree of what they begin with, which
 * takes at most so many steps as a form's head has characters, however many secrets there are.
 */
export interface Matcher {
  /** In order, joined where they overlap. */
  readonly find: (text: string) => Match[]
}

/** @returns null where there are more forms than can be looked for within bounds */
export function createMatcher(forms: readonly Form[]): Matcher | null {
  const characters = forms.reduce((sum, { text }) => sum + Math.min(text.length, headLength), 0)
  if (characters > maxNodes) return null
  const tree = createTree(characters)
  const tails = new Map<number, Tail[]>()
  for (const { text, standing } of eachOnce(forms)) {
    const node = tree.add(text, headLength)
    const tail = { rest: text.slice(headLength), standing }
    const known = tails.get(node)
    if (known === undefined) tails.set(node, [tail])
    else known.push(tail)
  }
  return { find: (text) => findAll(text, tree, tails) }
}

/** Secrets that differ in a space only have the same forms: thousands of these would each be tried at every place. */
function eachOnce(forms: readonly Form[]): Form[] {
  const known = new Map<string, Set<Standing>>()
  return forms.filter(({ text, standing }) => {
    const standings = known.get(text) ?? new Set()
    if (standings.has(standing)) return false
    known.set(text, standings.add(standing))
    return true
  })
}

function findAll(text: string, tree: Tree, tails: ReadonlyMap<number, readonly Tail[]>): Match[] {
  const found: Match[] = []
  let covered = 0
  for (let at = 0; at < text.length; at += 1) {
    if (!tree.begins(text.charCodeAt(at))) continue
    const match = longestAt(text, at, covered, tree, tails)
    if (match === null || match.end <= covered) continue
    const last = found.at(-1)
    if (last !== undefined && match.start < last.end) found[found.length - 1] = { start: last.start, end: match.end }
    else found.push(match)
    covered = match.end
  }
  return found
}

/** What begins here and goes farthest. @param covered where what is found already ends */
function longestAt(
  text: string,
  at: number,
  covered: number,
  tree: Tree,
  tails: ReadonlyMap<number, readonly Tail[]>,
): Match | null {
  let best: Match | null = null
  let node = 0
  for (let next = at; next < text.length && next < at + headLength; next += 1) {
    node = tree.step(node, text.charCodeAt(next))
    if (node < 0) break
    const ends = tails.get(node)
    if (ends === undefined) continue
    for (const tail of ends) {
      // Inside of what is found already it adds nothing, and to look around it each time would take for ever.
      if ((tail.rest !== '' && next + 1 < covered) || (tail.standing === 'base64' && next + 1 <= covered)) continue
      const shared = sharedLength(text, next + 1, tail.rest)
      const match = matchOf(text, at, next + 1 + shared, tail)
      if (match !== null && match.end > (best?.end ?? 0)) best = match
    }
  }
  return best
}

function sharedLength(text: string, at: number, rest: string): number {
  let length = 0
  while (length < rest.length && text.charCodeAt(at + length) === rest.charCodeAt(length)) length += 1
  return length
}

function matchOf(text: string, start: number, end: number, { standing }: Tail): Match | null {
  switch (standing) {
    case 'part':
      return { start, end }
    case 'word':
      return isWordAt(text, start, end) ? { start, end } : null
    case 'quoted':
      return /["'`]/.test(text.charAt(start - 1)) && text[start - 1] === text[end] ? { start, end } : null
    case 'base64':
      return encodedAround(text, start, end)
  }
}

/** What stands for another character in JSON or in an address. */
const escape = /\\[nrt]$|%[0-9a-f]{2}$/i

/** Not as a part of a name: of an image, a host, a file, an object. */
function isWordAt(text: string, start: number, end: number): boolean {
  const isFree = !/[\w./-]/.test(text.charAt(start - 1)) || escape.test(text.slice(Math.max(0, start - 3), start))
  return isFree && !/^(?:[\w/-]|\.\w)/.test(text.slice(end, end + 2))
}

const inBase64 = /[\w+/-]/
/** Of a short secret: less says nothing. */
const loneLength = 8

/** All of the base64 that a match stands in. */
function encodedAround(text: string, from: number, to: number): Match | null {
  let start = from
  let end = to
  while (start > 0 && inBase64.test(text.charAt(start - 1))) start -= 1
  while (end < text.length && inBase64.test(text.charAt(end))) end += 1
  if (to - from < loneLength - 1 && (start < from || end > to)) return null
  while (text[end] === '=') end += 1
  return { start, end }
}

interface Tree {
  /** Adds the head of a text. @returns its node */
  readonly add: (text: string, length: number) => number
  /** The node that a character leads to; -1 for none. */
  readonly step: (node: number, code: number) => number
  /** Whether anything begins with this character. */
  readonly begins: (code: number) => boolean
}

/** A tree in one table: its edges, found by the node they leave from and their character. @param most of its nodes */
function createTree(most: number): Tree {
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, most * 2)))
  const from = new Int32Array(size).fill(-1)
  const codes = new Uint16Array(size)
  const to = new Int32Array(size)
  const first = new Uint8Array(65_536)
  let nodes = 0
  const slotOf = (node: number, code: number): number => {
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b)) >>> 0
    slot = (slot ^ (slot >>> 15)) & (size - 1)
    while (from[slot] !== -1 && (from[slot] !== node || codes[slot] !== code)) slot = (slot + 1) & (size - 1)
    return slot
  }
  const step = (node: number, code: number): number => {
    const slot = slotOf(node, code)
    return from[slot] === node ? (to[slot] ?? -1) : -1
  }
  const grow = (node: number, code: number): number => {
    const slot = slotOf(node, code)
    if (from[slot] === node) return to[slot] ?? -1
    nodes += 1
    from[slot] = node
    codes[slot] = code
    to[slot] = nodes
    return nodes
  }
  return {
    step,
    begins: (code) => first[code] === 1,
    add: (text, length) => {
      first[text.charCodeAt(0)] = 1
      let node = 0
      for (let at = 0; at < text.length && at < length; at += 1) node = grow(node, text.charCodeAt(at))
      return node
    },
  }
}
