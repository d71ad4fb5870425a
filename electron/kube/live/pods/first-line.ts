const maxLength = 300

/**
 * The first line of what a cluster says. A long one is cut between words: it may quote a secret, and the half of one would not be
 * found again.
 */
export function firstLine(message: string): string {
  const [line = ''] = message.split('\n', 1)
  if (line.length <= maxLength) return line
  return `${line.slice(0, maxLength).replace(/\S*$/, '').trimEnd()}…`
}
