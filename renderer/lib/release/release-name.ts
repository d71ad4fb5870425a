/** Helm's rule for release names; the same as shared/contract/inputs, without zod. */
const rule = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** Why helm would refuse a release name, in one sentence; '' when it would not. */
export function releaseNameProblem(name: string): string {
  if (name === '') return 'A release needs a name.'
  if (name.length > 53) return `At most 53 characters; this has ${name.length}.`
  if (/[A-Z]/.test(name)) return 'Lower-case letters only.'
  if (/[^-.a-z0-9]/.test(name)) return 'Only lower-case letters, digits, dashes and dots.'
  if (!rule.test(name)) return 'A letter or digit at both ends, and beside every dot.'
  return ''
}

/** A release name made of a chart's: what helm would accept, or ''. */
export function suggestedName(chart: string): string {
  const name = chart
    .toLowerCase()
    .replace(/[^-.a-z0-9]+/g, '-')
    .slice(0, 53)
    .replace(/^[-.]+|[-.]+$/g, '')
  return releaseNameProblem(name) === '' ? name : ''
}
