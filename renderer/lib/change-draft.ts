import type { RequestInput } from '@shared/contract/requests'
import { isNamespaceName } from './namespace-name'
import { releaseNameProblem } from './release-name'

/** What the person has chosen and typed for an install or an upgrade. */
export interface ChangeDraft {
  readonly verb: 'install' | 'upgrade'
  readonly context: string
  releaseName: string
  namespace: string
  createNamespace: boolean
  /** A chart reference; '' while the person has not picked one. With `keepChart` the release's own chart, by name. */
  chart: string
  keepChart: boolean
  /** '' means the newest, or what a file holds. */
  version: string
  values: string
  wait: boolean
  /** Whole minutes that helm waits. */
  timeoutMinutes: number
  /** The revision whose values the text began with; 0 for an install. */
  fromRevision: number
  /** The operation this draft was sent as; '' while it has not been sent. */
  operationId: string
}

export type DraftField = 'releaseName' | 'namespace' | 'chart' | 'timeout'

/** A draft with what is usual: waiting for the objects, 5 minutes at most. */
export function newDraft(
  part: Pick<ChangeDraft, 'verb' | 'context' | 'releaseName' | 'namespace'> & Partial<ChangeDraft>,
): ChangeDraft {
  return {
    createNamespace: false,
    chart: '',
    keepChart: false,
    version: '',
    values: '',
    wait: true,
    timeoutMinutes: 5,
    fromRevision: 0,
    operationId: '',
    ...part,
  }
}

/** What keeps a draft from being sent, by field, in the order of the page; values are checked by the editor. */
export function draftProblems(draft: ChangeDraft): Partial<Record<DraftField, string>> {
  const name = releaseNameProblem(draft.releaseName)
  return {
    ...(draft.chart === '' ? { chart: 'Choose where the chart comes from.' } : {}),
    ...(name === '' ? {} : { releaseName: name }),
    ...namespaceProblem(draft.namespace),
    ...(isTimeout(draft.timeoutMinutes) ? {} : { timeout: 'A whole number of minutes, from 1 to 1,440.' }),
  }
}

function namespaceProblem(namespace: string): { namespace?: string } {
  if (namespace === '') return { namespace: 'A release needs a namespace.' }
  return isNamespaceName(namespace) ? {} : { namespace: 'Lower-case letters, digits and dashes, at most 63.' }
}

function isTimeout(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440
}

type Target = Pick<RequestInput<'helm:install'>, 'release_name' | 'namespace' | 'context' | 'wait'> & {
  chart: string
  version?: string
  timeout_seconds?: number
}

function targetOf(draft: ChangeDraft): Target {
  return {
    chart: draft.chart,
    release_name: draft.releaseName,
    namespace: draft.namespace,
    context: draft.context,
    wait: draft.wait,
    ...(draft.wait ? { timeout_seconds: draft.timeoutMinutes * 60 } : {}),
    ...(draft.version === '' || draft.keepChart ? {} : { version: draft.version }),
  }
}

/** The install that a draft without problems stands for. */
export function installRequest(draft: ChangeDraft): RequestInput<'helm:install'> {
  const create = draft.createNamespace ? { create_namespace: true } : {}
  return { ...targetOf(draft), ...create, values: draft.values }
}

/** The upgrade that a draft without problems stands for: exactly its values are sent. */
export function upgradeRequest(draft: ChangeDraft): RequestInput<'helm:upgrade'> {
  const kept = draft.keepChart ? { keep_chart: true as const } : {}
  return { ...targetOf(draft), ...kept, values: draft.values }
}

/** What to ask for the exact command of a draft without problems. */
export function previewRequest(draft: ChangeDraft): RequestInput<'helm:preview_command'> {
  const hasValues = { has_values: draft.values.trim() !== '' }
  if (draft.verb === 'install') {
    const create = draft.createNamespace ? { create_namespace: true } : {}
    return { verb: 'install', ...targetOf(draft), ...create, ...hasValues }
  }
  const kept = draft.keepChart ? { keep_chart: true as const } : {}
  return { verb: 'upgrade', ...targetOf(draft), ...kept, ...hasValues }
}
