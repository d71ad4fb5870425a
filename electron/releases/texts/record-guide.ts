import type { ValuesGuide } from '@shared/model/values-guide'
import { z } from 'zod'
import { mentionedTexts, valuesRead } from '../../charts/guide/mentioned'
import { outsideAddresses } from '../../charts/guide/outside'
import type { Masked } from '../../masking/mask'
import { keptParts } from '../../records/kept-parts'
import type { RawPayload } from '../../records/payload'
import { valuesToYaml } from '../../records/revision-values'
import { isValues } from '../../records/values'

const chartShape = z.object({
  metadata: z.object({
    dependencies: z
      .array(z.object({ name: z.string() }))
      .nullish()
      .catch(null),
  }),
  schema: z.string().nullish().catch(null),
  templates: z
    .array(z.object({ data: z.string().nullish() }))
    .nullish()
    .catch(null),
  values: z.unknown(),
})

/**
 * What a record holds of what a chart says of its values. helm stores the chart itself, its default values without their comments
 * and with what `--reuse-values` put in their place, and none of the charts inside it.
 * @param mask what of YAML may be shown; null where that cannot be told
 */
export function recordGuide(payload: RawPayload, mask: (yaml: string) => Masked | null): ValuesGuide {
  const { data: chart } = chartShape.safeParse(payload.chart)
  const schema = Buffer.from(chart?.schema ?? '', 'base64').toString('utf8')
  const templates = (chart?.templates ?? []).map(({ data }) => Buffer.from(data ?? '', 'base64').toString('utf8'))
  const values = isValues(chart?.values) ? chart.values : {}
  const isNone = Object.keys(values).length === 0
  const defaults = isNone ? null : mask(valuesToYaml(values))
  const outside = schema === '' ? [] : outsideAddresses(schema)
  const gaps = [
    ...missingCharts(
      payload,
      (chart?.metadata.dependencies ?? []).map(({ name }) => name),
    ),
    ...(outside === null ? ["The chart's values.schema.json can't be read: it is not JSON."] : []),
    ...(defaults === null && !isNone
      ? ['The texts of this release are too long to find all secrets in them, so the default values are not shown.']
      : []),
    ...((defaults?.count ?? 0) > 0
      ? ['Secrets in the default values are hidden: some may be those of this release.']
      : []),
  ]
  return {
    schemas: schema === '' ? [] : [{ path: [], text: schema }],
    defaults: defaults === null ? [] : [{ path: [], text: defaults.text }],
    mentioned: mentionedTexts(templates.flatMap(valuesRead)),
    outside: outside ?? [],
    gaps,
  }
}

/** A chart that is switched off leaves no trace but the values that nobody reads. */
function missingCharts({ chart, manifest, hooks, config }: RawPayload, names: readonly string[]): string[] {
  const words = "The release's record doesn't contain the charts inside this chart"
  if (names.length > 0) return [`${words}: ${names.slice(0, 20).join(', ')}.`]
  const hookPaths = (hooks ?? []).map(({ path }) => path ?? '')
  const kept = keptParts({ chart, manifest: manifest ?? '', config, hookPaths })
  if (kept === null) return [`${words}.`]
  if (kept.unread.length === 0) return []
  return [`${words}, and there seem to be some: no template reads ${kept.unread.slice(0, 5).join(', ')}.`]
}
