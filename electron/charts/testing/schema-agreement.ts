import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { eachLimited } from '@shared/each-limited'
import { createJudge } from '@shared/values-verdict/verdict'
import { readValues } from '@shared/values-verdict/read-values'
import { isValues } from '@shared/values-tree'
import { readGuide } from '../guide/read-guide'
import type { World } from './schema-worlds'

/** What a run of helm gave. */
export interface TemplateRun {
  readonly code: number | null
  readonly stderr: string
}

/** Runs helm with these arguments and this text on its standard input. */
export type RunHelm = (args: string[], input: string) => Promise<TemplateRun>

export interface SchemaAgreement {
  readonly texts: number
  /** Those of which only helm knows. */
  readonly undecided: number
  /** Those that helm stopped at for another reason than the schema: a template, a version of Kubernetes. */
  readonly stopped: number
  readonly wrong: readonly string[]
}

/** helm looks at schemas before it renders. */
const aboutSchema = /specifications of the schema/

/** Holds the verdict on texts of values for a chart in a folder against helm's own. */
export async function measureSchemaAgreement(
  chart: string,
  major: 3 | 4,
  texts: readonly string[],
  run: RunHelm,
): Promise<SchemaAgreement> {
  const judge = createJudge(await readGuide(chart), major === 3 ? 'first' : 'merged')
  const wrong: string[] = []
  let [undecided, stopped] = [0, 0]
  await eachLimited(texts, 4, async (text) => {
    const { marks, helmDecides } = judge(text)
    if (helmDecides !== '') {
      undecided += 1
      return
    }
    const { code, stderr } = await run(['template', 'x', chart, '--values', '-'], text)
    if ((code !== 0) === marks.length > 0) return
    if (marks.length === 0 && !aboutSchema.test(stderr)) {
      stopped += 1
      return
    }
    const ours = marks.map(({ message }) => message)
    wrong.push(JSON.stringify({ text, helm: stderr.slice(0, 600), ours }))
  })
  return { texts: texts.length, undecided, stopped, wrong }
}

/** By which texts are made, and how many. */
export interface Chance {
  readonly seed: number
  readonly generated: number
}

const leaf = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  2.5,
  70_000,
  '',
  'a',
  'abc',
  'abcd',
  '1.2.3.4',
  'x',
  'no',
)
const some = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'name', 'user', 'mode', 'size', 'deep', 'zone'), leaf, { maxKeys: 3 }),
)

/** Texts of values for a chart: those written by hand, and others by chance. */
export function textsOf({ keys, texts }: World, { seed, generated }: Chance): string[] {
  const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), some), { selector: ([key]) => key, maxLength: 4 })
  const made = fc.sample(entries, { seed, numRuns: generated })
  return ['', ...texts, ...made.map((pairs) => JSON.stringify(Object.fromEntries(pairs)))]
}

/** Texts of values for any chart: what is in its defaults, with other values by chance. */
export function textsFrom(defaults: string, { seed, generated }: Chance): string[] {
  const paths = leavesOf(readValues(defaults, 'first')?.values ?? {})
  if (paths.length === 0) return ['']
  const edits = fc.array(fc.tuple(fc.constantFrom(...paths), some), { minLength: 1, maxLength: 3 })
  return fc.sample(edits, { seed, numRuns: generated }).map((made) => {
    const text = {}
    for (const [path, value] of made) setAt(text, path, value)
    return JSON.stringify(text)
  })
}

function leavesOf(values: object, path: readonly string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) =>
    isValues(value) && Object.keys(value).length > 0 ? leavesOf(value, [...path, key]) : [[...path, key]],
  )
}

function setAt(tree: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value
    return
  }
  const inner = tree[key]
  const next: Record<string, unknown> = isValues(inner) ? { ...inner } : {}
  tree[key] = next
  setAt(next, rest, value)
}

/** Writes a world as a chart. @returns its folder */
export function writeWorld(dir: string, world: World): string {
  const inside = 'dependencies:\n  - name: inner\n    version: 0.1.0\n    alias: db\n'
  writeChart(dir, 'outer', world, world.inner === undefined ? '' : inside)
  if (world.inner !== undefined) writeChart(join(dir, 'charts/inner'), 'inner', world.inner)
  return dir
}

function writeChart(
  dir: string,
  name: string,
  { schema, defaults = '' }: Pick<World, 'schema' | 'defaults'>,
  rest = '',
): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${rest}`)
  writeFileSync(join(dir, 'values.yaml'), defaults)
  writeFileSync(join(dir, 'values.schema.json'), JSON.stringify(schema))
}
