import type { TemplateReads } from '@shared/model/values-guide'
import type { KeyedChart } from './chart-keys'
import { valuesByLine } from './mentioned'

/** Places of all files together; the largest public charts have some thousands. */
const maxReads = 20_000

/** Which values each template reads, on which lines. @param top what the outermost chart is called */
export function templateReads(top: string, charts: readonly KeyedChart[]): TemplateReads[] {
  const found: TemplateReads[] = []
  let left = maxReads
  for (const { path, chart } of charts) {
    // What a library has is rendered by its parent, with the parent's values.
    const place = chart.isLibrary ? path.slice(0, -1) : path
    const folder = [top, ...path.flatMap((key) => ['charts', key])].join('/')
    for (const [file, content] of chart.files) {
      if (!file.startsWith('templates/')) continue
      const reads = valuesByLine(content.toString('utf8')).slice(0, left)
      left -= reads.length
      if (reads.length === 0) continue
      found.push({
        file: `${folder}/${file}`,
        values: reads.map(({ keys }) => [...place, ...keys]),
        lines: reads.map(({ line }) => line),
      })
    }
  }
  // A folder and an archive have their files in different orders.
  return found.sort((one, other) => (one.file < other.file ? -1 : 1))
}
