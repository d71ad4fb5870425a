import { open } from 'node:fs/promises'

/** @typedef {{ files: Record<string, AsarEntry> } | { size: number } | { link: string }} AsarEntry */

/** More than any archive of ours needs; a length beyond it is no asar file's. */
const MAX_HEADER = 8 << 20

/**
 * Lists an asar archive: four lengths of 4 bytes, then JSON (github.com/electron/asar, "Format").
 * @param {string} file
 * @returns {Promise<Map<string, number>>} path → size in bytes of each file
 */
export async function listAsar(file) {
  const handle = await open(file)
  try {
    const lengths = Buffer.alloc(16)
    await handle.read(lengths, 0, 16, 0)
    const length = lengths.readUInt32LE(12)
    if (lengths.readUInt32LE(0) !== 4 || length > MAX_HEADER) throw new Error(`${file} is no asar archive`)
    const header = Buffer.alloc(length)
    await handle.read(header, 0, length, 16)
    /** @type {Map<string, number>} */
    const files = new Map()
    /** @type {unknown} */
    const root = JSON.parse(header.toString('utf8'))
    collect(/** @type {AsarEntry} */ (root), '', files)
    return files
  } finally {
    await handle.close()
  }
}

/**
 * @param {AsarEntry} entry
 * @param {string} path
 * @param {Map<string, number>} files is added to
 */
function collect(entry, path, files) {
  if ('size' in entry) files.set(path, entry.size)
  if (!('files' in entry)) return
  for (const [name, child] of Object.entries(entry.files)) collect(child, path === '' ? name : `${path}/${name}`, files)
}
