import { renameSync, statSync } from 'node:fs'

/**
 * Moves a file of the app's own out of the way that a library would read whole and wait for: a pipe, a device, a folder, or one of
 * more than `maxBytes`. It stays beside its place, as `<path>.unusable`. What cannot be moved is left.
 */
export function setAsideUnusable(path: string, maxBytes: number): void {
  try {
    const found = statSync(path)
    if (!found.isFile() || found.size > maxBytes) renameSync(path, `${path}.unusable`)
  } catch {
    // It is not there, or nothing can be done about it here.
  }
}
