import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A file of a chart: its path inside, and what it holds. */
export interface ChartFile {
  readonly name: string
  readonly data: Buffer
}

const block = 512
/** The folder that a chart's archive has everything in; helm ignores its name. */
const folder = 'chart'

/** A chart as helm packs one: a gzipped tar with everything in one folder. */
export function chartArchive(files: readonly ChartFile[]): Promise<Buffer> {
  const parts = files.flatMap(({ name, data }) => entry(`${folder}/${name}`, data))
  return promisify(gzip)(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 1 })
}

function entry(name: string, data: Buffer): Buffer[] {
  // The old header has room for 100 bytes of ASCII; what has more is named by a record of its own in front (POSIX pax).
  const isPlain = /^[ -~]{1,100}$/.test(name)
  const long = isPlain ? [] : body('x', 'pax', Buffer.from(record('path', name), 'utf8'))
  return [...long, ...body('0', isPlain ? name : 'long', data)]
}

function body(type: '0' | 'x', name: string, data: Buffer): Buffer[] {
  return [header(type, name, data.length), data, Buffer.alloc((block - (data.length % block)) % block)]
}

/** "LENGTH key=value\n", where the length counts itself too. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const size = Buffer.byteLength(rest, 'utf8')
  const digits = String(size + String(size).length).length
  return `${size + digits}${rest}`
}

function header(type: '0' | 'x', name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  const octal = (value: number, at: number, width: number): void => {
    bytes.write(value.toString(8).padStart(width - 1, '0'), at, 'latin1')
  }
  bytes.write(name, 0, 'latin1')
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  bytes.write(`        ${type}`, 148, 'latin1')
  bytes.write('ustar\u000000', 257, 'latin1')
  octal(
    bytes.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  return bytes
}
