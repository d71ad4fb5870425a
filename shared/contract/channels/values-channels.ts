import { z } from 'zod'
import type { ValuesGuide } from '../../model/values-guide'
import * as inputs from '../inputs'
import { channel } from './channel'
import { storedRelease } from './release-place'

/** What charts say of their values. */
export const valuesChannels = {
  /** Of a chart as it can be had: its schemas, default values and templates, and those of the charts inside it. */
  'charts:get_values_guide': channel(
    z.strictObject({ chart: inputs.chartRef, version: inputs.chartVersion.optional() }),
  )<ValuesGuide>(),
  /** Of a release's chart as far as its record holds it: what helm doesn't store is among the gaps. Its secrets are masked. */
  'release:get_values_guide': channel(
    z.strictObject({ ...storedRelease, revision: inputs.revisionNumber }),
  )<ValuesGuide>(),
} as const
