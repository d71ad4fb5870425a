import type { ShallowRef } from 'vue'
import type { ReleaseRef } from '@shared/model/release-ref'
import type { ValuesGuide } from '@shared/model/values-guide'
import { invoke } from '@/bridge/invoke'
import { releaseInput } from '@/lib/release/release-key'
import { useAnswer } from '@/lib/view/useAnswer'

/** Whose values: a chart's as it can be had, or those of the chart that a revision was made from. */
export type GuideQuestion =
  { readonly chart: string; readonly version: string } | { readonly release: ReleaseRef; readonly revision: number }

/** What a chart says of its values; null while that is not known, and where it can't be: then the values are plain YAML. */
export function useValuesGuide(question: () => GuideQuestion | null): ShallowRef<ValuesGuide | null> {
  return useAnswer(question, (asked) =>
    'release' in asked
      ? invoke('release:get_values_guide', { ...releaseInput(asked.release), revision: asked.revision })
      : invoke('charts:get_values_guide', {
          chart: asked.chart,
          ...(asked.version === '' ? {} : { version: asked.version }),
        }),
  ).answer
}
