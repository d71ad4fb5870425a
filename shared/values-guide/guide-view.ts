import type { ValuesGuide } from '../model/values-guide'
import type { ValuesDocuments } from '../values-check/lines'
import { readValues } from '../values-verdict/read-values'
import { createSchemaView, type SchemaSays, type ValuesPath } from './schema-view'
import { softSchema } from './soft-schema'

/** A schema and under which keys it applies. */
export interface PlacedSchema {
  readonly path: readonly string[]
  readonly text: string
  /** Made of default values: it describes, and decides nothing. */
  readonly isSoft: boolean
}

/** What is known of one place in the values. */
export interface KnownPlace extends SchemaSays {
  /** Whether a schema of the chart's own describes it. */
  readonly isRuled: boolean
}

export interface GuideView {
  /** The chart's own first: what they say comes before what default values do. */
  readonly schemas: readonly PlacedSchema[]
  /** null where nobody knows that place. */
  readonly at: (path: ValuesPath) => KnownPlace | null
}

/**
 * What a chart says of its values, place by place.
 * @param documents what the helm in use does with several in one file
 */
export function createGuideView(guide: ValuesGuide, documents: ValuesDocuments): GuideView {
  const own = guide.schemas.flatMap(({ path, text }) => placed(path, text, false))
  const soft = guide.defaults.flatMap(({ path, text }) => {
    const values = readValues(text, documents)?.values
    return values === undefined ? [] : placed(path, JSON.stringify(softSchema(values, text)), true)
  })
  const all = [...own, ...soft]
  return {
    schemas: all.map(({ schema }) => schema),
    at: (path) => together(all.flatMap(({ schema, view }) => saidUnder(schema, view, path))),
  }
}

type View = ReturnType<typeof createSchemaView>

function placed(path: readonly string[], text: string, isSoft: boolean): { schema: PlacedSchema; view: View }[] {
  try {
    return [{ schema: { path, text, isSoft }, view: createSchemaView(JSON.parse(text)) }]
  } catch {
    // Helm says so when it is run; here it can describe nothing.
    return []
  }
}

function saidUnder({ path: above, isSoft }: PlacedSchema, view: View, path: ValuesPath): KnownPlace[] {
  if (!above.every((key, at) => path[at] === key)) return []
  const says = view(path.slice(above.length))
  return says === null ? [] : [{ ...says, isRuled: !isSoft }]
}

/** Of each thing what the first says that says anything. */
function together(said: readonly KnownPlace[]): KnownPlace | null {
  const [first] = said
  if (first === undefined) return null
  return {
    types: said.find(({ types }) => types.length > 0)?.types ?? [],
    title: said.find(({ title }) => title !== '')?.title ?? '',
    description: said.find(({ description }) => description !== '')?.description ?? '',
    default: said.find((one) => one.default !== undefined)?.default,
    choices: said.find(({ choices }) => choices.length > 0)?.choices ?? [],
    isRuled: said.some(({ isRuled }) => isRuled),
  }
}
