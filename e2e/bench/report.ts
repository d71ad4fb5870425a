import { writeFileSync } from 'node:fs'
import { cpus, freemem, loadavg, totalmem } from 'node:os'
import { count, megabytes } from './numbers'
import type { Row, Setting } from './setting'

const heads = ['key', 'figure', 'target', 'met'] as const

/** The rows as a table of plain text; what stands behind a figure follows it, one line for each sentence. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [row.key, figure(row), row.target, verdict(row)] as const)
  const widths = heads.map((head, at) => Math.max(head.length, ...lines.map((line) => (line[at] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  const details = (at: number): string[] => (rows[at]?.details ?? '').split('\n').map((text) => `    ${text}`)
  const body = lines.flatMap((cells, at) => [line(cells), ...details(at)])
  return [line(heads), widths.map((width) => '─'.repeat(width)).join('  '), ...body].join('\n')
}

function figure({ figure: value, unit }: Row): string {
  if (value === null) return '–'
  return unit === '' ? count(value) : `${count(value)} ${unit}`
}

function verdict({ figure: value, met }: Row): string {
  if (value === null) return 'not measured'
  if (met === null) return 'reported'
  return met ? 'met' : 'missed'
}

/** What the figures were taken on. */
export function machine(): Record<string, unknown> {
  return {
    platform: `${process.platform} ${process.arch}`,
    cpus: cpus().length,
    cpu: cpus()[0]?.model ?? '',
    memory: megabytes(totalmem()),
    free: megabytes(freemem()),
    load: loadavg().map((value) => count(value)),
  }
}

/** Writes the rows, with their samples, for whoever compares runs. */
export function writeResults(path: string, { sizes }: Pick<Setting, 'sizes'>, found: object): void {
  writeFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), sizes, ...found }, null, 2)}\n`)
}
