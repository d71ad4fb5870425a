import { pathText } from '../compare/diff-objects'

/** A part of a Markdown text; nothing where it would be empty. */
export function section(title: string, items: readonly string[], bullet = '- '): string[] {
  return items.length === 0 ? [] : [`### ${title}`, '', ...items.map((item) => `${bullet}${item}`), '']
}

/** Both sides of a field on one line. */
export function fieldLine(field: {
  readonly path: readonly string[]
  readonly before?: string
  readonly after?: string
  readonly masked?: true
}): string {
  const { path, before, after, masked } = field
  return `${code(pathText(path))}: ${masked === true ? 'changed, masked' : `${side(before)} → ${side(after)}`}`
}

/** One side of a field that differs; what is not set is said in words. */
export function side(text: string | undefined): string {
  return text === undefined ? 'not set' : code(text.replaceAll('\n', '⏎').slice(0, 200))
}

/** What becomes of an image; nothing where it stays. */
export function imageLine(image: {
  readonly name: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}): string[] {
  const { name, before, after } = image
  if (before.join() === after.join()) return []
  return [`${code(name)}: ${before.join(', ') || 'none'} → ${after.join(', ') || 'none'}`]
}

/** A text from elsewhere as code, whatever is in it: no markup begins in it. */
export function code(text: string): string {
  const ticks = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${text}${pad}${ticks}`
}

/** A text from elsewhere among words: no markup begins in it. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&')
}
