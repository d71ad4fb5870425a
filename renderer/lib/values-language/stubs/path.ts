/**
 * Stands for node:path, of which the language service uses a little where a schema names a file beside it. There are no files: what
 * comes of it is looked up among the chart's own schemas.
 */
export const sep = '/'

export function isAbsolute(path: string): boolean {
  return path.startsWith('/')
}

export function normalize(path: string): string {
  return new URL(path, 'file:///').pathname
}

export function join(...parts: readonly string[]): string {
  return normalize(parts.join('/'))
}

export function resolve(...parts: readonly string[]): string {
  return parts.reduce((base, part) => (isAbsolute(part) ? part : normalize(`${base}/${part}`)), '/')
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function dirname(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function extname(path: string): string {
  return /[^.](\.[^.]*)$/.exec(basename(path))?.[1] ?? ''
}

export function parse(path: string): { readonly dir: string; readonly base: string } {
  return { dir: dirname(path), base: basename(path) }
}

export const posix = { basename, dirname, join }
