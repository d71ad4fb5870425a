import type { z } from 'zod'
import { appChannels } from './channels/app-channels'
import { chartChannels } from './channels/chart-channels'
import { compareChannels } from './channels/compare-channels'
import { draftChannels } from './channels/draft-channels'
import { driftChannels } from './channels/drift-channels'
import { helmChannels } from './channels/helm-channels'
import { kubeChannels } from './channels/kube-channels'
import { operationChannels } from './channels/operation-channels'
import { planChannels } from './channels/plan-channels'
import { releaseChannels } from './channels/release-channels'
import { valuesChannels } from './channels/values-channels'

/**
 * Everything the window may ask of the main process. `channels/` has one entry a channel, `area:verb_object`, in a file for
 * each subject. Handlers (electron/ipc), preload and renderer infer their types from this map; adding a channel is one
 * entry in one of those files and one handler in electron/ipc.
 */
export const requests = {
  ...helmChannels,
  ...releaseChannels,
  ...operationChannels,
  ...planChannels,
  ...driftChannels,
  ...draftChannels,
  ...compareChannels,
  ...chartChannels,
  ...valuesChannels,
  ...kubeChannels,
  ...appChannels,
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestInput<N extends RequestName> = z.input<Requests[N]['input']>
export type ParsedInput<N extends RequestName> = z.output<Requests[N]['input']>
export type RequestOutput<N extends RequestName> = Requests[N]['output']
