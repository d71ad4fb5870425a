import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { eachLimited } from '@shared/each-limited'
import { checkValues, firstError } from '@shared/values-check/check-values'
import { readValues } from '@shared/values-verdict/read-values'
import { valuesToYaml } from '../../records/revision-values'
import { knownToDiffer, snippets } from './yaml-snippets'

/** A helm of one major. */
export interface SpecHelm {
  readonly major: 3 | 4
  /** For charts and values files. */
  readonly dir: string
  /** Gives standard output, rejects when helm fails. */
  readonly run: (...args: string[]) => Promise<string>
}

export interface YamlAgreement {
  readonly snippets: number
  /** What is known to be read in another way, and is said to be. */
  readonly known: readonly string[]
  /** What is read in another way, or is another thing when it is written again. */
  readonly wrong: readonly string[]
}

/** Holds what is made here of texts of values against what helm makes of them: verdict, value and round trip. */
export async function measureYamlAgreement(helm: SpecHelm): Promise<YamlAgreement> {
  const readByHelm = valuesReader(helm)
  const wrong: string[] = []
  await eachLimited(snippets, 2, async (snippet) => {
    if (knownToDiffer.has(snippet)) return
    const difference = await differenceIn(snippet, helm.major, readByHelm)
    if (difference !== '') wrong.push(`${JSON.stringify(snippet)}: ${difference}`)
  })
  return { snippets: snippets.length, known: [...knownToDiffer], wrong }
}

/** What helm takes a text of values for; rejects where it refuses it. */
export type ReadByHelm = (yaml: string) => Promise<unknown>

/** Writes a chart that shows its values. */
export function valuesReader({ dir, run }: SpecHelm): ReadByHelm {
  const chart = join(dir, 'echo')
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'echo', version: '1.0.0' }))
  writeFileSync(
    join(chart, 'templates', 'all.yaml'),
    'kind: Echo\napiVersion: a/v1\nmetadata: {name: a}\nvalues: {{ .Values | toJson | b64enc }}\n',
  )
  let files = 0
  return async (yaml) => {
    const file = join(dir, `values-${files++}.yaml`)
    writeFileSync(file, yaml)
    const shown = await run('template', 'r', chart, '-f', file)
    const [, encoded = ''] = /^values: (\S+)$/m.exec(shown) ?? []
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as unknown
  }
}

/** @returns '' where there is none */
async function differenceIn(snippet: string, major: 3 | 4, readByHelm: ReadByHelm): Promise<string> {
  const reads = major === 3 ? 'first' : 'merged'
  const byHelm = await readByHelm(snippet).catch(() => null)
  const problem = firstError(checkValues(snippet, reads))
  // helm 3 reads what it then drops; nobody means that.
  if (major === 3 && problem?.message.includes('helm 3 reads only') === true) return ''
  if (byHelm === null) return problem === null ? 'accepted' : ''
  if (problem !== null) return `refused: ${problem.message}`
  const read = readValues(snippet, reads)?.values
  const again = read === undefined ? null : await readByHelm(valuesToYaml(read))
  const isSame =
    isDeepStrictEqual(asJson(asRecord(read)), asJson(byHelm)) && isDeepStrictEqual(asJson(again), asJson(byHelm))
  return isSame ? '' : JSON.stringify({ byHelm, read, again })
}

/** As helm holds a record that has half a character in it. */
export function asRecord(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd')
  if (Array.isArray(value)) return value.map(asRecord)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [String(asRecord(key)), asRecord(one)]))
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
