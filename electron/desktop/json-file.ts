import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/**
 * A small JSON file of the app's own, for the owner alone. It is replaced whole, so that a crash leaves the old one.
 * What it holds is checked by whoever reads it; one that is missing or broken gives undefined.
 */
export function openJsonFile(path: string): { read(): unknown; write(value: unknown): void } {
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write: (value) => {
      writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
  }
}
