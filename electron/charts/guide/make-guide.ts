import { createHash } from 'node:crypto'
import type { ChartText, ValuesGuide } from '@shared/model/values-guide'
import { keyedCharts, type KeyedChart } from './chart-keys'
import { mentionedTexts, valuesRead } from './mentioned'
import type { NestedChart } from './nested-charts'
import { outsideAddresses } from './outside'
import { templateReads } from './template-reads'

/** Of all texts together, in characters. kube-prometheus-stack with the charts inside it has half a million. */
const maxTexts = 16 * 1024 * 1024

/** What a chart, and those inside it, say of their values. */
export function guideOf(top: NestedChart): ValuesGuide {
  const { charts, gaps: odd } = keyedCharts(top)
  const gaps = [...odd, ...linkGaps(top)]
  let left = maxTexts
  const texts = (file: string): ChartText[] =>
    charts.flatMap(({ path, chart }) => {
      const text = textOf(chart, file)
      if (text === null) return []
      left -= text.length
      if (left >= 0) return [{ path, text }]
      gaps.push(`${file} of ${nameOf({ path, chart })} is not shown: there is too much of all texts together.`)
      return []
    })
  const schemas = texts('values.schema.json')
  const defaults = texts('values.yaml')
  const { outside, unread } = outsideOf(top)
  gaps.push(...unread.map((schema) => `${schema} can't be read: it is not JSON, or too large.`))
  const mentioned = mentionedTexts(mentions(charts))
  const guide = { schemas, defaults, mentioned, reads: templateReads(top.name, charts), outside, gaps }
  const links = top.links.filter((path) => mayHoldSchema.test(path)).map((path) => `${path}, which is a link`)
  return unread.length + links.length === 0 ? guide : { ...guide, unread: [...unread, ...links.toSorted()] }
}

/** A schema, or a chart inside, as a link leads to it. */
const mayHoldSchema = /(?:^|\/)(?:values\.schema\.json|charts(?:\/[^/]+)?)$/

/** Of every chart inside it, also of those that no values are given to: helm checks more of them than it renders. */
function outsideOf(top: NestedChart): Required<Pick<ValuesGuide, 'outside' | 'unread'>> {
  const [outside, unread] = [new Set<string>(), new Set<string>()]
  const left = [top]
  for (let chart = left.pop(); chart !== undefined; chart = left.pop()) {
    left.push(...chart.inner)
    const text = textOf(chart, 'values.schema.json')
    const addresses = text === null ? [] : outsideAddresses(text)
    // Whoever agrees to what can't be read agrees to this text alone.
    if (addresses === null) unread.add(`values.schema.json of ${chart.name} (SHA-256 ${digestOf(text ?? '')})`)
    for (const address of addresses ?? []) outside.add(address)
  }
  return { outside: [...outside].sort(), unread: [...unread].sort() }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** helm takes a byte order mark off. */
function textOf({ files }: NestedChart, file: string): string | null {
  const content = files.get(file)
  return content === undefined ? null : content.toString('utf8').replace(/^\uFEFF/, '')
}

function* mentions(charts: readonly KeyedChart[]): Generator<readonly string[]> {
  const read = new Map<NestedChart, readonly (readonly string[])[]>()
  for (const { path, chart } of charts) {
    const own = read.get(chart) ?? readBy(chart)
    read.set(chart, own)
    // What a library has is rendered by its parent, with the parent's values.
    const place = chart.isLibrary ? path.slice(0, -1) : path
    for (const keys of own) {
      yield [...place, ...keys]
      // Every chart above hands its `global` down.
      if (keys[0] === 'global')
        for (let depth = 0; depth < place.length; depth++) yield [...place.slice(0, depth), ...keys]
    }
    for (const key of chart.dependencies.flatMap(({ switches }) => switches)) {
      // Tags are those of the outermost chart.
      yield [...(key.startsWith('tags.') ? [] : path), ...key.split('.')]
    }
  }
}

function readBy({ files }: NestedChart): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>()
  for (const [path, content] of files) {
    if (!path.startsWith('templates/')) continue
    for (const keys of valuesRead(content.toString('utf8'))) found.set(JSON.stringify(keys), keys)
  }
  return [...found.values()]
}

function linkGaps(top: NestedChart): string[] {
  return top.links.toSorted().map((path) => `${path} is a link, which is not followed.`)
}

function nameOf({ path, chart }: KeyedChart): string {
  return path.length === 0 ? chart.name : path.join('.')
}
