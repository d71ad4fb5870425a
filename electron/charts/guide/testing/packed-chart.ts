import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'

/** Files of a chart by their path; a text, bytes, or where a link leads. */
export type ChartContent = Readonly<Record<string, string | Buffer | { readonly linkTo: string }>>

export type ArchiveEntry = Partial<Header> & Pick<Header, 'name'>

/** An archive with these entries, whatever they are. */
export async function packedEntries(
  entries: readonly (readonly [ArchiveEntry, (string | Buffer)?])[],
): Promise<Buffer> {
  const tar = pack()
  for (const [headers, content] of entries) tar.entry(headers, content ?? '')
  tar.finalize()
  return gzipSync(await buffer(tar))
}

/** A chart as helm packs it. @param folder that it has everything in */
export function packedChart(content: ChartContent, folder = 'chart'): Promise<Buffer> {
  return packedEntries(
    Object.entries(content).map(([path, what]) => {
      const name = `${folder}/${path}`
      if (typeof what === 'string' || Buffer.isBuffer(what)) return [{ name }, what]
      return [{ name, type: 'symlink', linkname: what.linkTo }]
    }),
  )
}

/** A chart's metadata as it stands in Chart.yaml. */
export function chartYaml(name: string, more: object = {}): string {
  return JSON.stringify({ apiVersion: 'v2', name, version: '1.0.0', ...more })
}
