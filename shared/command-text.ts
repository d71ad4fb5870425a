import type { HelmShell } from './model/app'

/** One command as a person would type it in a POSIX shell: words that need it are quoted. */
export function commandText(command: readonly string[]): string {
  return command.map(quoted).join(' ')
}

/** zsh reads a `=` at the beginning of a word otherwise. */
function quoted(word: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word
  // In plain quotes they would end the paste, or be taken for keys.
  if (/\p{Cc}/u.test(word)) return `$'${word.replace(/[\\'\p{Cc}]/gu, escaped)}'`
  return `'${word.replaceAll("'", `'\\''`)}'`
}

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : `\\${character}`
}

/** What a command needs in a shell that it has by itself only in the app. */
export interface ShellNeeds {
  /** It reads its values from standard input. */
  readonly values: boolean
  /** Its chart is rebuilt from the release for this one change, and there for nobody else. */
  readonly chart: boolean
}

const valuesFlag = '--values=-'

export function shellNeeds(command: readonly string[]): ShellNeeds {
  return {
    values: command.includes(valuesFlag),
    chart: /^\/dev\/fd\/3$|[\\/]kept-chart-[0-9a-f]{16}[\\/]chart(\.tgz)?$/.test(command.at(-1) ?? ''),
  }
}

interface ShellFills {
  /** null while it is not known. */
  readonly shell: HelmShell | null
  /** Where the values are; '' leaves standard input. */
  readonly valuesFile?: string
  /** In place of a chart that is rebuilt; null leaves what helm was given. */
  readonly chart?: { readonly ref: string; readonly version: string } | null
}

/**
 * A command as it can be run in a shell of the same computer: with the helm and the kubeconfig that the app uses where a
 * shell would use others, and with a file in place of standard input.
 */
export function shellText(command: readonly string[], { shell, valuesFile = '', chart = null }: ShellFills): string {
  const [program = '', ...rest] = command
  const words = chart === null ? rest : withChart(rest, chart)
  const variables = Object.entries(shell?.env ?? {}).map(([name, value]) => `${name}=${quoted(value)}`)
  const filled = words.map((word) => (word === valuesFlag && valuesFile !== '' ? valuesWord(valuesFile) : word))
  const redirect = valuesFile !== '' && filled.includes(valuesFlag) ? [`< ${quoted(valuesFile)}`] : []
  return [...variables, commandText([shell?.program ?? program, ...filled]), ...redirect].join(' ')
}

/** helm takes a flag's value apart at commas and quotes and reads it as an address: such a path goes over standard input. */
function valuesWord(path: string): string {
  return /[,"%]/.test(path) || /^[\w+.-]{2,}:/.test(path) ? valuesFlag : `--values=${path}`
}

function withChart(words: readonly string[], { ref, version }: { ref: string; version: string }): string[] {
  const [verb = '', ...rest] = words.slice(0, -1)
  // A file is of one version only.
  const takesVersion = version !== '' && !/^(\/|[A-Za-z]:[\\/])/.test(ref)
  return [verb, ...(takesVersion ? [`--version=${version}`] : []), ...rest, ref]
}
