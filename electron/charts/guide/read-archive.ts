import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { AppFailure } from '@shared/errors'
import {
  maxFileBytes,
  mayTellMore,
  noChart,
  notSafe,
  spend,
  tellsOfValues,
  tooLarge,
  type Budget,
  type ChartFiles,
} from './chart-files'

/**
 * Reads a packed chart in memory. Only what helm packs is taken: what would lie outside of the chart, or twice in it, is refused.
 * @throws AppFailure `chart-invalid`
 */
export async function readArchive(packed: Buffer, budget: Budget): Promise<ChartFiles> {
  const unpacked = await unpack(packed, budget)
  spend(budget, { bytes: unpacked.length })
  const files = new Map<string, Buffer>()
  const links: string[] = []
  const names = new Set<string>()
  const entries = extract()
  entries.end(unpacked)
  try {
    for await (const entry of entries) {
      // Without one, an archive that is left half read ends the process.
      entry.on('error', () => undefined)
      spend(budget, { entries: 1 })
      const { type, name, size } = entry.header
      const path = pathInside(name)
      if (type !== 'directory' && path !== '') {
        if (names.has(path)) notSafe(`It contains the file ${path} twice.`)
        names.add(path)
      }
      const isFile = type === 'file' || type === 'contiguous-file'
      if (type === 'symlink' || type === 'link') links.push(path)
      if (isFile && size > maxFileBytes) tooLarge()
      if (isFile && tellsOfValues(path)) files.set(path, await contentOf(entry))
      else entry.resume()
    }
  } catch (reason) {
    if (reason instanceof AppFailure) throw reason
    noChart('Its archive is damaged.', String(reason))
  }
  return { files, links: links.filter((path) => tellsOfValues(path) || mayTellMore(path)) }
}

async function unpack(packed: Buffer, budget: Budget): Promise<Buffer> {
  try {
    // A limit of nothing would be none.
    return await promisify(gunzip)(packed, { maxOutputLength: Math.max(1, budget.bytes) })
  } catch (reason) {
    if (reason instanceof RangeError && 'code' in reason && reason.code === 'ERR_BUFFER_TOO_LARGE') tooLarge()
    return noChart('Its archive is damaged.', String(reason))
  }
}

async function contentOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The path inside the chart's own folder, as helm takes it. @throws AppFailure `chart-invalid` where it is outside of it */
function pathInside(name: string): string {
  const parts = name.replaceAll('\\', '/').split('/')
  // A control character is in no name that helm packs, and would be shown.
  const isPlain = !/\p{Cc}/u.test(name) && name !== '' && !/^([A-Za-z]:|\/|\\)/.test(name) && !parts.includes('..')
  const inner = parts.slice(1).filter((part) => part !== '' && part !== '.')
  if (!isPlain || /^[A-Za-z]:/.test(inner[0] ?? '')) notSafe('It contains a file that would lie outside of it.')
  return inner.join('/')
}
