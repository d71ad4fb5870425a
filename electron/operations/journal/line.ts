import { crc32 } from 'node:zlib'

/**
 * One line of the journal: the checksum of its JSON, a space, the JSON. JSON holds no line feed, so a line ends at the first.
 * @returns the line with its line feed
 */
export function encodeLine(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value), 'utf8')
  return Buffer.concat([Buffer.from(`${checksum(json)} `), json, lineFeed])
}

const lineFeed = Buffer.from('\n')
const checksumLength = 8

/** The JSON of a line without its line feed; null when the line is damaged. */
export function jsonOfLine(line: Buffer): Buffer | null {
  if (line[checksumLength] !== 0x20) return null
  const json = line.subarray(checksumLength + 1)
  return line.toString('latin1', 0, checksumLength) === checksum(json) ? json : null
}

function checksum(json: Buffer): string {
  return crc32(json).toString(16).padStart(checksumLength, '0')
}

/** A line where it stands in its file. */
export interface Line {
  readonly json: Buffer | null
  /** Of the whole line in its file, in bytes. */
  readonly start: number
  readonly length: number
}

/** The whole lines of a file; what stands behind the last line feed is torn and no line. `end`: where that begins. */
export function* linesOf(bytes: Buffer): Generator<Line, number> {
  let start = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    if (end < 0) return start
    yield { json: jsonOfLine(bytes.subarray(start, end)), start, length: end + 1 - start }
    start = end + 1
  }
}
