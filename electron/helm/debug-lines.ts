import type { Output } from './private-run'

/**
 * helm keeps to itself why it could not delete a release's objects (`failed to delete release: NAME`), and tells it only when it is
 * asked for debug lines. An uninstall renders nothing: its lines hold names, never values.
 */
export const debugVariables: Readonly<Record<string, string>> = { HELM_DEBUG: 'true' }

const hidden = 'uninstall: Failed to delete release'
const failed = /^(Error: failed to delete release: \S+)$/m

/** What helm wrote without its debug lines, with the reason that stood in them where helm gives none. */
export function withoutDebug<T extends Output>(output: T): T {
  const { stderr } = output
  if (!/^(?:level=DEBUG |\w+\.go:\d+: [^\n]*\[debug\] )/m.test(stderr)) return output
  const reason = reasonOf4(stderr) ?? reasonOf3(stderr)
  const rest = stderr
    // The stack trace, which helm 3 writes last.
    .replace(/^helm\.go:\d+: [^\n]*\[debug\] [\s\S]*/m, '')
    // A line of helm 3 goes on until the next one, or until the error.
    .replaceAll(/^\w+\.go:\d+: [^\n]*\[debug\] [\s\S]*?(?=^\w+\.go:\d+: |^Error: |^level=|(?![\s\S]))/gm, '')
    .replaceAll(/^level=DEBUG [^\n]*\n?/gm, '')
  return { ...output, stderr: reason === null ? rest : rest.replace(failed, (line) => `${line}: ${reason}`) }
}

/** `level=DEBUG msg="uninstall: Failed to delete release" error="[…]"`, quoted as Go does. */
function reasonOf4(stderr: string): string | null {
  const quoted = new RegExp(`^level=DEBUG msg="${hidden}" error=("(?:[^"\\\\]|\\\\.)*"|\\S+)`, 'm').exec(stderr)?.[1]
  if (quoted === undefined) return null
  return inList(quoted.replaceAll(/^"|"$/g, '').replaceAll('\\n', '\n').replaceAll(/\\(.)/g, '$1'))
}

function reasonOf3(stderr: string): string | null {
  const found = new RegExp(`\\[debug\\] ${hidden}: ([\\s\\S]*?)\\n(?=\\w+\\.go:\\d+: |Error: )`).exec(stderr)
  return found === null ? null : inList(found[1] ?? '')
}

function inList(text: string): string | null {
  const inner = text.replace(/^\[([\s\S]*)\]$/, '$1').trim()
  return inner === '' ? null : inner
}
