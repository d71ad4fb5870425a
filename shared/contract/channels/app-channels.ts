import { z } from 'zod'
import type { AppInfo, DemoState } from '../../model/app'
import type { ContextsState } from '../../model/cluster'
import { maxOpenedFiles, type OpenedFile } from '../../model/file'
import * as inputs from '../inputs'
import { httpsUrl } from '../inputs'
import { channel } from './channel'

/** The app itself: files, links, the demo. */
export const appChannels = {
  /** Reads dropped values files (.yaml, .yml), in their order; a refused one says why and spoils no other. */
  'files:read_values': channel(
    z.strictObject({ paths: z.array(inputs.filePath).min(1, 'no file is named').max(maxOpenedFiles) }),
  )<OpenedFile[]>(),

  /**
   * Lets the person choose files, and reads them as `files:read_values` does: values files, or one file of text whatever it is called;
   * none when they cancel.
   */
  'files:choose': channel(z.strictObject({ kind: z.enum(['values', 'text']) }))<OpenedFile[]>(),

  /**
   * Lets the person choose a file for a release's values, and writes them there for the owner alone; gives its path, '' when
   * they cancel.
   */
  'files:save_values': channel(
    z.strictObject({ release_name: inputs.releaseName, values: inputs.valuesText }),
  )<string>(),

  /** Versions for the About dialog. */
  'app:get_info': channel(z.strictObject({}))<AppInfo>(),
  /** Opens an https address in the person's browser. */
  'app:open_external': channel(z.strictObject({ url: httpsUrl }))<void>(),

  'demo:get_state': channel(z.strictObject({}))<DemoState>(),
  /** Starts the demo's control plane (progress comes as `demo:changed`) and makes its context the current one. */
  'demo:start': channel(z.strictObject({}))<ContextsState>(),
} as const
