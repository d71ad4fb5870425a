import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} mode Unix file type and permissions, 0 where the archive has none
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packed bytes in the archive
 * @property {number} size bytes when unpacked
 * @property {number} offset of its local header
 */

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_SIZE = 22

/**
 * Unpacks a zip file (APPNOTE 6.3: stored and deflated entries, no zip64, no encryption) and checks every entry's size and CRC.
 * @param {string} file
 * @param {string} folder made where missing
 * @param {object} [options]
 * @param {(name: string) => string | undefined} [options.rename] gives the path to write to, undefined to leave the entry out
 * @param {((done: number, total: number) => void) | undefined} [options.onProgress] unpacked bytes
 * @param {AbortSignal | undefined} [options.signal]
 * @returns {Promise<number>} how many files were written
 */
export async function extractZip(file, folder, { rename = (name) => name, onProgress, signal } = {}) {
  const wanted = (await readDirectory(file)).flatMap((entry) => {
    const target = entry.name.endsWith('/') ? undefined : rename(entry.name)
    return target === undefined ? [] : [{ entry, path: inside(folder, target) }]
  })
  const total = wanted.reduce((sum, { entry }) => sum + entry.size, 0)
  let done = 0
  for (const { entry, path } of wanted) {
    signal?.throwIfAborted()
    await mkdir(dirname(path), { recursive: true })
    await extractEntry(file, entry, path, folder)
    done += entry.size
    onProgress?.(done, total)
  }
  return wanted.length
}

/**
 * @param {string} file
 * @returns {Promise<Entry[]>}
 */
async function readDirectory(file) {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const tail = Buffer.alloc(Math.min(size, END_SIZE + 0xffff))
    await handle.read(tail, 0, tail.length, size - tail.length)
    const end = findEnd(tail)
    if (end < 0) throw new Error(`${file} is not a zip file, or it is cut off`)
    const count = tail.readUInt16LE(end + 10)
    const bytes = tail.readUInt32LE(end + 12)
    const offset = tail.readUInt32LE(end + 16)
    if (count === 0xffff || offset === 0xffffffff)
      throw new Error(`${file} is a zip64 file, which this reader does not know`)
    const directory = Buffer.alloc(bytes)
    await handle.read(directory, 0, bytes, offset)
    return parseDirectory(directory, count, file)
  } finally {
    await handle.close()
  }
}

/** @param {Buffer} tail */
function findEnd(tail) {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at
  }
  return -1
}

/**
 * @param {Buffer} directory
 * @param {number} count
 * @param {string} file
 */
function parseDirectory(directory, count, file) {
  /** @type {Entry[]} */
  const entries = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw new Error(`${file} has a damaged directory`)
    }
    const nameLength = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * @param {string} file
 * @param {Entry} entry
 * @param {string} path
 * @param {string} folder nothing may point outside it
 */
async function extractEntry(file, entry, path, folder) {
  const start = await dataOffset(file, entry)
  if ((entry.mode & 0o170000) === 0o120000) {
    const target = (await readSmall(file, entry, start)).toString('utf8')
    inside(folder, join(dirname(path).slice(folder.length + 1), target))
    await symlink(target, path)
    return
  }
  const check = { crc: 0, size: 0 }
  const counter = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, next) {
      check.crc = crc32(chunk, check.crc)
      check.size += chunk.length
      next(null, chunk)
    },
  })
  // A read stream's end is inclusive, so an empty entry has none.
  if (entry.packed === 0) await pipeline([], counter, createWriteStream(path))
  else {
    const packed = createReadStream(file, { start, end: start + entry.packed - 1, highWaterMark: 1 << 20 })
    if (entry.method === 0) await pipeline(packed, counter, createWriteStream(path))
    else await pipeline(packed, inflater(entry), counter, createWriteStream(path))
  }
  if (check.size !== entry.size || check.crc !== entry.crc) throw new Error(`${entry.name} in ${file} is damaged`)
  if (entry.mode & 0o111) await chmod(path, 0o755)
}

/** @param {Entry} entry */
function inflater(entry) {
  if (entry.method !== 8)
    throw new Error(`${entry.name} is packed with method ${entry.method}, which this reader does not know`)
  return createInflateRaw({ chunkSize: 1 << 18 })
}

/**
 * @param {string} file
 * @param {Entry} entry
 */
async function dataOffset(file, entry) {
  const header = await readAt(file, entry.offset, 30)
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error(`${file} has a damaged entry: ${entry.name}`)
  return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

/**
 * @param {string} file
 * @param {Entry} entry
 * @param {number} start
 */
async function readSmall(file, entry, start) {
  const bytes = await readAt(file, start, entry.packed)
  return entry.method === 0 ? bytes : inflateRawSync(bytes)
}

/**
 * @param {string} file
 * @param {number} position
 * @param {number} length
 */
async function readAt(file, position, length) {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(length)
    await handle.read(buffer, 0, length, position)
    return buffer
  } finally {
    await handle.close()
  }
}

/**
 * @param {string} folder
 * @param {string} name as the archive has it
 * @returns {string} the path, refused when it would leave the folder
 */
export function inside(folder, name) {
  const path = normalize(name)
  if (isAbsolute(path) || path === '..' || path.startsWith('../') || path.startsWith('..\\')) {
    throw new Error(`the archive wants to write outside its folder: ${name}`)
  }
  return join(folder, path)
}
