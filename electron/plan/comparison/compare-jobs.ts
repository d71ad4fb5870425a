import type { ComparedText, ComparedTexts } from '@shared/model/comparison'
import type { PlanFormat } from '@shared/model/plan'
import type { ReleaseId } from '@shared/model/release-ref'
import { valuesToYaml } from '../../records/revision-values'
import { compareSides, type Compared } from './compare-sides'
import { secretsOfSide } from './compared-secrets'
import { comparedTexts, type TextSides } from './compared-texts'
import { exportComparison, type ExportedComparison } from './export-comparison'
import { chartNameIn, readBoth, readCompared, type ComparedInput, type ComparisonInputs } from './read-compared'

/** What a chart beside a release is rendered with. */
export interface ComparedBasis {
  readonly release: ReleaseId
  /** The release's own values as YAML; '' of none. */
  readonly values: string
  readonly secrets: readonly string[]
}

/** What a comparison asks of the worker of plans. */
export const compareJobs = {
  compare: (from: ComparedInput, to: ComparedInput): Compared => compareSides(readBoth({ from, to })),
  'compared-basis': (input: ComparedInput): ComparedBasis => {
    const side = readCompared(input)
    return { release: side.release, values: valuesToYaml(side.config), secrets: secretsOfSide(side) }
  },
  'chart-name': (metadata: string): string => chartNameIn(metadata),
  'compared-text': (
    inputs: ComparisonInputs,
    secrets: readonly string[],
    text: ComparedText,
    object: string | undefined,
  ): ComparedTexts => comparedTexts(sidesOf(inputs, secrets), text, object),
  'export-comparison': (
    inputs: ComparisonInputs,
    secrets: readonly string[],
    exported: ExportedComparison,
    format: PlanFormat,
  ): string => exportComparison(exported, () => sidesOf(inputs, secrets), format),
}

function sidesOf(inputs: ComparisonInputs, secrets: readonly string[]): TextSides {
  return { ...readBoth(inputs), secrets }
}
