import { isSecretKey } from './mask-keys'
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

/** Programs whose flag for the password is not called so, and that flag. */
const clients: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:mysql\w*|mariadb[\w-]*)\b/g, /(?<![\w-])-p["']?(?=\S)/g],
  [/\b(?:sshpass|mongo\w*)\b/g, /(?<![\w-])-p[ \t]?["']?/g],
  [/\bredis-cli\b/g, /(?<![\w-])-a[ \t]{1,9}["']?/g],
  [/\bldap(?:search|add|modify|whoami|passwd|delete)\b/g, /(?<![\w-])-w[ \t]{1,9}["']?/g],
  [/\b(?:curl|wget)\b/g, /(?<![\w-])(?:-u|--user)(?:[ \t]{1,9}|=)["']?[^\s:"']{0,100}:/g],
  [/\b(?:docker|podman|helm|skopeo|crane|oras|buildah)\b[^\n]{0,60}\blogin\b/g, /(?<![\w-])-p[ \t]{1,9}["']?/g],
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

/**
 * The secrets among the arguments of a command, each an item of its own: the one behind `--db-password`, and `-pWORD` where it is
 * no port or path. What stands in one argument alone `inlineSecrets` finds.
 * @returns the index of each and where in it the secret begins
 */
export function argumentSecrets(args: readonly string[]): { readonly index: number; readonly start: number }[] {
  const hasClient = args.some((word) => /^(?:.*\/)?(?:mysql\w*|mariadb[\w-]*|sshpass|mongo\w*)$/.test(word))
  const hasUser = args.some((word) => /^-u\w|^-u$|^--user(=|$)/.test(word))
  return args.flatMap((word, index) => {
    const flag = /^--?([A-Za-z][\w.-]{0,127})$/.exec(args[index - 1] ?? '')?.[1]
    const isValue = flag !== undefined && isSecretKey(flag) && !/^--?[a-z]/i.test(word)
    if (isValue) return isSecretText(word) ? [{ index, start: 0 }] : []
    const attached = /^-p([^\s=:,/]{3,})$/.exec(word)?.[1]
    if (attached === undefined || isReference(attached)) return []
    const isLikely = hasUser ? !flagWords.test(attached) : attached.length >= 6 && !isPlain(attached)
    return hasClient || isLikely ? [{ index, start: 2 }] : []
  })
}

/** Flags of one dash that begin with a p: `-path`, `-port`. */
const flagWords = /^(ath|ort|refix|rofile|arallel|roxy|lugin|olicy|rint|retty|eriod|assword|attern|roject|id)/
