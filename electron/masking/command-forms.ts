import { isSecretKey } from '@shared/secret-keys'
import { isPlain, isReference, isSecretText } from './plain-words'
import { quotedAt, wordEnd, wordsOf, type Place, type Writing } from './text-places'

/** `--db-password X`, on a command line or in a list: `"--db-password", "X"`. */
export function* flags(text: string, writing: Writing): Generator<Place> {
  const wordAt = wordsOf(text, wordEnd)
  for (const match of text.matchAll(/(?<![\w-])--?([A-Za-z][\w.-]{0,127})["']?[,\s]{1,40}/g)) {
    const [whole, key = ''] = match
    if (!isSecretKey(key)) continue
    const at = match.index + whole.length
    const found = quotedAt(text, at) ?? wordAt(at)
    const value = text.slice(found.start, found.end)
    if (!isSecretText(value) || /^--?[a-z]/i.test(value)) continue
    if (writing === 'config' || !isPlain(value)) yield found
  }
}

/** What stands between a flag and its value: in a command line, in JSON, in a list of YAML. */
const gap = `["']?[,\\s]{1,40}(?:-[ \\t]{1,9})?["']?|["'],["']`
const behind = (flag: string): RegExp => new RegExp(`(?<![\\w-])${flag}(?:${gap})`, 'g')

/** Programs whose flag for the password is not called so, and that flag. */
const clients: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:mysql\w*|mariadb[\w-]*)\b/g, /(?<![\w-])-p["']?(?=\S)/g],
  [/\b(?:sshpass|mongo\w*)\b/g, new RegExp(`(?<![\\w-])-p(?:${gap}|["']?)`, 'g')],
  [/\bredis-cli\b/g, behind('-a')],
  [/\bldap(?:search|add|modify|whoami|passwd|delete)\b/g, behind('-w')],
  [
    /\b(?:curl|wget)\b/g,
    new RegExp(`(?<![\\w-])(?:-u|-U|--user|--proxy-user)(?:${gap}|=["']?|(?<=-[uU]))[^\\s:"']{0,100}:`, 'g'),
  ],
  [/\b(?:docker|podman|helm|skopeo|crane|oras|buildah)\b[^\n]{0,60}\blogin\b/g, behind('-p')],
]
/** A command is no longer than this. Characters. */
const maxCommand = 2_000

/** `curl -u joe:…`, `mysql -p…`: passwords behind the flags of these programs. */
export function* clientPasswords(text: string): Generator<Place> {
  const wordAt = wordsOf(text, wordEnd)
  for (const [program, flag] of clients) {
    let searched = 0
    for (const { index, 0: name } of text.matchAll(program)) {
      const from = Math.max(searched, index + name.length)
      const command = text.slice(from, index + maxCommand).split(/\n(?![ \t]*-)|[|;]|&&/, 1)[0] ?? ''
      searched = Math.max(searched, from + command.length)
      for (const match of command.matchAll(flag)) {
        const found = wordAt(from + match.index + match[0].length)
        const value = text.slice(found.start, found.end)
        if (isSecretText(value) && !value.startsWith('-')) yield found
      }
    }
  }
}

interface Argument {
  readonly index: number
  /** Where in it the secret begins. */
  readonly start: number
}

/**
 * The secrets among the arguments of a command, each an item of its own: the one behind `--db-password` or the flag that its
 * program has for it, the password of a login (`-u joe:…`), and `-pWORD` where it is no port or path. What stands in one argument
 * alone `inlineSecrets` finds.
 */
export function argumentSecrets(args: readonly string[]): Argument[] {
  // Most lists are no command.
  if (!args.some((word) => word.startsWith('-'))) return []
  const programs = args.map((word) => word.slice(word.lastIndexOf('/') + 1))
  const has = (program: RegExp): boolean => programs.some((word) => program.test(word))
  const hasCurl = has(/^(?:curl|wget)$/)
  const hasClient = has(/^(?:mysql\w*|mariadb[\w-]*|sshpass|mongo\w*)$/)
  const hasUser = args.some((word) => /^-u\w|^-u$|^--user(=|$)/.test(word))
  const passwordFlags = new Set(programFlags.flatMap(({ program, flag }) => (has(program) ? [flag] : [])))
  if (has(/^login$/) && has(registryClients)) passwordFlags.add('-p')
  return args.flatMap((word, index): Argument[] => {
    const before = args[index - 1] ?? ''
    const login = loginStart(before, word, hasCurl)
    if (login > 0) return [{ index, start: login }]
    const flag = /^--?([A-Za-z][\w.-]{0,127})$/.exec(before)?.[1]
    const isNamed = passwordFlags.has(before) || (flag !== undefined && isSecretKey(flag))
    if (isNamed && !/^--?[a-z]/i.test(word)) return isSecretText(word) ? [{ index, start: 0 }] : []
    const attached = /^-p([^\s=:,/]{3,})$/.exec(word)?.[1]
    if (attached === undefined || isReference(attached)) return []
    const isLikely = hasUser ? !flagWords.test(attached) : attached.length >= 6 && !isPlain(attached)
    return hasClient || isLikely ? [{ index, start: 2 }] : []
  })
}

/** Flags whose value is the password, in an argument of its own. */
const programFlags: readonly { readonly program: RegExp; readonly flag: string }[] = [
  { program: /^(?:sshpass|mongo\w*)$/, flag: '-p' },
  { program: /^redis-cli$/, flag: '-a' },
  { program: /^ldap(?:search|add|modify|whoami|passwd|delete)$/, flag: '-w' },
]
const registryClients = /^(?:docker|podman|helm|skopeo|crane|oras|buildah)$/

/**
 * Where the password of a login (`joe:…`) begins behind a flag for it; 0 where there is none.
 * @param isSure the program takes logins there; elsewhere it may be a user and a group
 */
function loginStart(before: string, word: string, isSure: boolean): number {
  const isBehind = /^(?:-u|-U|--user|--proxy-user)$/.test(before)
  const login = (isBehind ? /^[^:\s]{0,100}:/ : /^(?:-[uU]|--(?:proxy-)?user=)[^:\s]{0,100}:/).exec(word)?.[0] ?? ''
  const password = word.slice(login.length)
  return login !== '' && isSecretText(password) && (isSure || !isPlain(password)) ? login.length : 0
}

/** Flags of one dash that begin with a p: `-path`, `-port`. */
const flagWords = /^(ath|ort|refix|rofile|arallel|roxy|lugin|olicy|rint|retty|eriod|assword|attern|roject|id)/
