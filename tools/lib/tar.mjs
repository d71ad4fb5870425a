import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createGunzip } from 'node:zlib'
import { inside } from './zip.mjs'

const BLOCK = 512

/**
 * Unpacks the plain files of a .tar.gz (ustar, with pax paths as npm writes them).
 * @param {string} file
 * @param {string} folder made where missing
 * @param {(name: string) => string | undefined} rename gives the path to write to, undefined to leave the entry out
 * @param {{ signal?: AbortSignal | undefined, onProgress?: ((bytes: number) => void) | undefined }} [options]
 *   progress in unpacked bytes
 * @returns {Promise<number>} how many files were written; rejects when the archive is cut off
 */
export async function extractTarGz(file, folder, rename, { signal, onProgress } = {}) {
  const source = createReadStream(file, { highWaterMark: 1 << 20 })
  const unpacked = createGunzip({ chunkSize: 1 << 18 })
  source.on('error', (error) => unpacked.destroy(error))
  const reader = blockReader(source.pipe(unpacked), signal, onProgress)
  let written = 0
  let paxPath = ''
  try {
    for (let header = await reader.take(BLOCK); header && header[0] !== 0; header = await reader.take(BLOCK)) {
      const size = octal(header, 124, 12)
      const type = String.fromCharCode(header[156] ?? 0)
      if (type === 'x') paxPath = paxRecord(await reader.whole(size), 'path')
      else {
        const target = type === '0' || type === '\0' ? rename(paxPath || nameOf(header)) : undefined
        paxPath = ''
        if (target === undefined) await reader.skip(size)
        else {
          await writeEntry(inside(folder, target), octal(header, 100, 8), reader.pieces(size))
          written += 1
        }
      }
      await reader.skip((BLOCK - (size % BLOCK)) % BLOCK)
    }
  } finally {
    source.destroy()
    unpacked.destroy()
  }
  return written
}

/**
 * @param {string} path
 * @param {number} mode
 * @param {AsyncIterable<Buffer>} pieces
 */
async function writeEntry(path, mode, pieces) {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'w', mode & 0o111 ? 0o755 : 0o644)
  try {
    for await (const piece of pieces) await handle.write(piece)
  } finally {
    await handle.close()
  }
}

/**
 * @param {AsyncIterable<unknown>} stream
 * @param {AbortSignal | undefined} signal
 * @param {((bytes: number) => void) | undefined} onProgress
 */
function blockReader(stream, signal, onProgress) {
  const chunks = stream[Symbol.asyncIterator]()
  /** @type {Buffer} */
  let buffer = Buffer.alloc(0)
  let seen = 0

  /** @param {number} size up to so many bytes, at least one unless the stream is over */
  async function some(size) {
    if (buffer.length === 0) {
      signal?.throwIfAborted()
      const next = await chunks.next()
      if (next.done) return undefined
      buffer = /** @type {Buffer} */ (next.value)
      seen += buffer.length
      onProgress?.(seen)
    }
    const piece = buffer.subarray(0, size)
    buffer = buffer.subarray(piece.length)
    return piece
  }

  /** @param {number} size */
  async function* pieces(size) {
    for (let left = size; left > 0;) {
      const piece = await some(left)
      if (!piece) throw new Error('the archive is cut off')
      left -= piece.length
      yield piece
    }
  }

  /** @param {number} size */
  async function whole(size) {
    /** @type {Buffer[]} */
    const parts = []
    for await (const piece of pieces(size)) parts.push(piece)
    return Buffer.concat(parts)
  }

  return {
    pieces,
    whole,
    /** @param {number} size */
    async skip(size) {
      let left = size
      while (left > 0) {
        const piece = await some(left)
        if (!piece) throw new Error('the archive is cut off')
        left -= piece.length
      }
    },
    /** @param {number} size @returns {Promise<Buffer | undefined>} undefined at the end of the stream */
    async take(size) {
      const first = await some(size)
      if (!first) return undefined
      return first.length === size ? first : Buffer.concat([first, await whole(size - first.length)])
    },
  }
}

/**
 * @param {Buffer} header
 * @param {number} start
 * @param {number} length
 */
function octal(header, start, length) {
  return Number.parseInt(text(header, start, length).trim() || '0', 8)
}

/** @param {Buffer} header */
function nameOf(header) {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : ''
  const name = text(header, 0, 100)
  return prefix ? `${prefix}/${name}` : name
}

/**
 * @param {Buffer} header
 * @param {number} start
 * @param {number} length
 */
function text(header, start, length) {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? field.length : end)
}

/**
 * A pax record is "LENGTH KEY=VALUE\n" (POSIX pax, extended header).
 * @param {Buffer} body
 * @param {string} key
 */
function paxRecord(body, key) {
  const line = body.toString('utf8').match(new RegExp(`^\\d+ ${key}=(.*)$`, 'm'))
  return line?.[1] ?? ''
}
