import { fail } from '@shared/errors'

/** The files of a chart that tell of its values, by their path inside it: those of the charts inside it too. */
export interface ChartFiles {
  readonly files: ReadonlyMap<string, Buffer>
  /** Links, which are never followed, by their path. */
  readonly links: readonly string[]
}

/** How much of a chart may still be read, charts inside it included. */
export interface Budget {
  /** Unpacked bytes. */
  bytes: number
  entries: number
}

/** helm refuses a chart that unpacks to more, and a file of more in it. */
const maxBytes = 100 * 1024 * 1024
export const maxFileBytes = 5 * 1024 * 1024
/** helm has no such limit; the largest public charts have some hundreds. */
const maxEntries = 20_000

export function fullBudget(): Budget {
  return { bytes: maxBytes, entries: maxEntries }
}

/** Takes from a budget. @throws AppFailure `chart-invalid` when it is used up */
export function spend(budget: Budget, { bytes = 0, entries = 0 }: Partial<Budget>): void {
  budget.bytes -= bytes
  budget.entries -= entries
  if (budget.bytes < 0) tooLarge()
  if (budget.entries < 0) notSafe(`It has more than ${maxEntries.toLocaleString('en-US')} files.`)
}

/** Whether a file tells of values: what a chart says of itself, its templates, and all that charts inside it have of these. */
export function tellsOfValues(path: string): boolean {
  const parts = path.split('/')
  if (parts[0] === 'templates') return parts.length > 1
  if (parts[0] !== 'charts') return parts.length === 1 && ownFiles.has(path)
  const inner = parts[1] ?? ''
  // As helm does: these are left alone.
  if (inner === '' || /^[._]/.test(inner)) return false
  return parts.length === 2 ? inner.endsWith('.tgz') : tellsOfValues(parts.slice(2).join('/'))
}

/** Whether a folder, or a link in its place, may hold files that tell of values. */
export function mayTellMore(path: string): boolean {
  return tellsOfValues(`${path}/Chart.yaml`) || tellsOfValues(`${path}/any/Chart.yaml`)
}

const ownFiles = new Set(['Chart.yaml', 'requirements.yaml', 'values.yaml', 'values.schema.json'])

export function tooLarge(): never {
  fail('chart-invalid', 'The chart is too large.', {
    cause: "It exceeds helm's own limit: 100 MiB unpacked, 5 MiB for one file.",
  })
}

/** A chart that is made to do harm, or badly damaged. @param cause a sentence */
export function notSafe(cause: string): never {
  fail('chart-invalid', "This chart can't be read safely.", { cause })
}

export function noChart(cause: string, detail = ''): never {
  fail('chart-invalid', 'This is not a chart that helm can read.', { cause, detail })
}
