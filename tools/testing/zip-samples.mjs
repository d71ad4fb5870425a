import { crc32 } from 'node:zlib'

/**
 * Made by Python's zipfile: app/ with an executable (deflated), a stored file, an empty file and a symbolic link.
 */
export const REAL_ZIP = Buffer.from(
  'UEsDBBQAAAAIAIMYIlwAAAAAAgAAAAAAAAAEAAAAYXBwLwMAUEsDBBQAAAAIAIMYIlxaumAnHgAAAHYCAAAHAAAAYXBwL3J1blNW1E/KzNMvzuBKTc7IV8hIzcnJ51Ie' +
    'FRwVpKUgAFBLAwQUAAAAAACDGCJcPEJVDxAAAAAQAAAADAAAAGFwcC9kYXRhLnR4dHN0b3JlZCBhcyBpdCBpcwpQSwMEFAAAAAgAgxgiXAAAAAACAAAAAAAAAAkAAABh' +
    'cHAvZW1wdHkDAFBLAwQUAAAAAACDGCJcCXk4iwgAAAAIAAAACAAAAGFwcC9saW5rZGF0YS50eHRQSwECFAMUAAAACACDGCJcAAAAAAIAAAAAAAAABAAAAAAAAAAAAAAA' +
    '7UEAAAAAYXBwL1BLAQIUAxQAAAAIAIMYIlxaumAnHgAAAHYCAAAHAAAAAAAAAAAAAADtgSQAAABhcHAvcnVuUEsBAhQDFAAAAAAAgxgiXDxCVQ8QAAAAEAAAAAwAAAAA' +
    'AAAAAAAAAKSBZwAAAGFwcC9kYXRhLnR4dFBLAQIUAxQAAAAIAIMYIlwAAAAAAgAAAAAAAAAJAAAAAAAAAAAAAACkgaEAAABhcHAvZW1wdHlQSwECFAMUAAAAAACDGCJc' +
    'CXk4iwgAAAAIAAAACAAAAAAAAAAAAAAA/6HKAAAAYXBwL2xpbmtQSwUGAAAAAAUABQAOAQAA+AAAAAAA',
  'base64',
)

/**
 * @param {Record<string, string>} files name → content; every file is executable
 * @returns {Buffer} a zip file with stored entries
 */
export function makeZip(files) {
  /** @type {Buffer[]} */
  const bodies = []
  /** @type {Buffer[]} */
  const directory = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(Buffer.byteLength(content), 14)
    common.writeUInt32LE(Buffer.byteLength(content), 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((0o100755 << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), Buffer.from(content)])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, rest, Buffer.from(name)]))
    bodies.push(body)
    offset += body.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(bodies.length, 4)
  end.writeUInt16LE(bodies.length, 6)
  end.writeUInt32LE(Buffer.concat(directory).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\x05\x06'), end])
}
