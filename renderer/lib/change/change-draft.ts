import {
  firstProblem,
  optionProblem,
  optionRequest,
  usualOptions,
  type ChangeOptions,
} from '@shared/change-options/derived'
import type { DraftLayer } from '@shared/contract/draft-shape'
import type { RequestInput } from '@shared/contract/requests'
import { containsMask } from '@shared/mask'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { RevisionDetail } from '@shared/model/release'
import type { ReleaseRef } from '@shared/model/release-ref'
import type { ValuesMasks } from '@shared/values-check/check-values'
import type { PlanInput } from '@/lib/plan/plan-input'
import { isNamespaceName } from '@/lib/release/namespace-name'
import { releaseNameProblem } from '@/lib/release/release-name'

/** What the person has chosen and typed for an install or an upgrade. */
export interface ChangeDraft {
  readonly verb: 'install' | 'upgrade'
  readonly context: string
  /** What the context meant when the page was opened; see clusterStore's `bind`. */
  cluster?: string
  name: string
  namespace: string
  createNamespace: boolean
  /** A chart reference; '' while the person has not picked one. With `keepChart` the release's own chart, by name. */
  chart: string
  keepChart: boolean
  /** Whether the person knows that charts inside the kept one may be missing. */
  acceptIncomplete: boolean
  /** '' means the newest, or what a file holds. */
  version: string
  values: string
  /** The revision that masks in the values stand for; undefined where they stand for nothing. */
  masksOf?: number
  /** Where the values came from, in the order they were layered; empty where the person typed them. */
  valuesFrom: readonly string[]
  /** The values in layers, see `allLayers`; empty where `values` are all there is. */
  layers: readonly DraftLayer[]
  options: ChangeOptions
  /** The revision that it is meant for, as the person has seen it; 0 for an install. */
  fromRevision: number
  /** The operation this draft was sent as; '' while it has not been sent. */
  operationId: string
}

export type DraftField = 'name' | 'namespace' | 'chart' | 'timeout' | 'options'

/** A draft with what is usual: waiting for the objects, 5 minutes at most. */
export function newDraft(
  part: Pick<ChangeDraft, 'verb' | 'context' | 'name' | 'namespace'> & Partial<ChangeDraft>,
): ChangeDraft {
  return {
    createNamespace: false,
    chart: '',
    keepChart: false,
    acceptIncomplete: false,
    version: '',
    values: '',
    valuesFrom: [],
    layers: [],
    options: { ...usualOptions },
    fromRevision: 0,
    operationId: '',
    ...part,
  }
}

/**
 * What keeps a draft from being sent, by field, in the order of the page; values are checked by the editor.
 * @param features what the helm in use can do, null while not known: options that it does not have are not sent.
 */
export function draftProblems(draft: ChangeDraft, features: HelmFeatures | null): Partial<Record<DraftField, string>> {
  const name = releaseNameProblem(draft.name)
  return {
    ...chartProblem(draft),
    ...(name === '' ? {} : { name }),
    ...namespaceProblem(draft.namespace),
    ...optionProblems(draft, features),
  }
}

function chartProblem({ chart, keepChart, acceptIncomplete }: ChangeDraft): { chart?: string } {
  if (chart === '') return { chart: 'Choose where the chart comes from.' }
  return keepChart && !acceptIncomplete ? { chart: keptChartProblem } : {}
}

const keptChartProblem = 'Confirm that subcharts may be missing, or choose another chart.'

/** What the caption over an editor calls the values that a revision has. @param isAsWritten whether they are what was sent from here */
export function ownValuesOf(revision: number, values: string, isAsWritten = false): readonly string[] {
  return values.trim() === '' ? [] : [`Revision ${revision}'s values${isAsWritten ? ', as you wrote them' : ''}`]
}

/** What masks in a draft's values are. */
export function masksIn({ masksOf }: Pick<ChangeDraft, 'masksOf'>): ValuesMasks {
  return masksOf === undefined ? 'refused' : 'put-back'
}

/** The release that a draft is of. */
export function releaseOfDraft({ context, namespace, name, cluster }: ChangeDraft): ReleaseRef {
  return { context, namespace, name, ...(cluster !== undefined && { cluster }) }
}

/** A revision's chart as a draft that keeps it calls it. */
export function keptChartName({ chartName, chartVersion }: RevisionDetail): string {
  return `${chartName}-${chartVersion}`
}

/**
 * Brings an upgrade's draft to another revision than the one it was written for: the text stays, but a chart that is kept is the
 * one that now runs.
 * @param source where that revision's chart came from; '' when not known.
 */
export function rebase(draft: ChangeDraft, revision: RevisionDetail, source: string): void {
  draft.fromRevision = revision.revision
  if (!draft.keepChart) return
  draft.acceptIncomplete = false
  if (revision.canKeepChart) draft.chart = keptChartName(revision)
  else Object.assign(draft, { keepChart: false, chart: source, version: '' })
}

function namespaceProblem(namespace: string): { namespace?: string } {
  if (namespace === '') return { namespace: 'A release needs a namespace.' }
  return isNamespaceName(namespace) ? {} : { namespace: 'Lower-case letters, digits and dashes, at most 63.' }
}

function optionProblems(
  { verb, options }: ChangeDraft,
  features: HelmFeatures | null,
): { timeout?: string; options?: string } {
  const timeout = options.wait ? optionProblem('timeout_seconds', options.timeout_seconds) : ''
  const other = firstProblem(verb, options, features)
  return {
    ...(timeout === '' ? {} : { timeout }),
    ...(other === null ? {} : { options: `${other.name}: ${other.problem}` }),
  }
}

type Target = Pick<RequestInput<'helm:install'>, 'release_name' | 'namespace' | 'context' | 'cluster' | 'wait'> & {
  chart: string
  version?: string
  timeout_seconds?: number
}

function targetOf(draft: ChangeDraft): Target {
  return {
    chart: draft.chart,
    release_name: draft.name,
    namespace: draft.namespace,
    context: draft.context,
    ...(draft.cluster !== undefined && { cluster: draft.cluster }),
    wait: draft.options.wait,
    ...(draft.options.wait ? { timeout_seconds: draft.options.timeout_seconds } : {}),
    ...(draft.version === '' || draft.keepChart ? {} : { version: draft.version }),
  }
}

interface InstallChoices {
  create_namespace?: true
}

function installChoices({ createNamespace }: ChangeDraft): InstallChoices {
  return createNamespace ? { create_namespace: true } : {}
}

interface KeptChart {
  keep_chart?: true
  keep_revision?: number
  accept_incomplete_chart?: true
}

function keptChart({ keepChart, fromRevision, acceptIncomplete }: ChangeDraft): KeptChart {
  if (!keepChart) return {}
  return {
    keep_chart: true,
    ...(fromRevision > 0 ? { keep_revision: fromRevision } : {}),
    ...(acceptIncomplete ? { accept_incomplete_chart: true } : {}),
  }
}

/**
 * The install that a draft without problems stands for.
 * @param features what the helm in use can do, null while not known: options that it does not have are not sent.
 */
export function installRequest(draft: ChangeDraft, features: HelmFeatures | null): RequestInput<'helm:install'> {
  const options = optionRequest('install', draft.options, features)
  return { ...targetOf(draft), ...options, ...installChoices(draft), values: draft.values }
}

/** The upgrade that a draft without problems stands for: exactly its values are sent. */
export function upgradeRequest(draft: ChangeDraft, features: HelmFeatures | null): RequestInput<'helm:upgrade'> {
  const options = optionRequest('upgrade', draft.options, features)
  const { values, masksOf } = draft
  const masks = masksOf !== undefined && containsMask(values) ? { masks_of: masksOf } : {}
  return { ...targetOf(draft), ...options, ...keptChart(draft), values, ...masks }
}

/** What to ask for the plan of a draft without problems: exactly what would be sent. */
export function planRequest(draft: ChangeDraft, features: HelmFeatures | null): PlanInput {
  return draft.verb === 'install'
    ? { verb: 'install', ...installRequest(draft, features) }
    : { verb: 'upgrade', ...upgradeRequest(draft, features) }
}

/** What to ask for the exact command of a draft without problems. */
export function previewRequest(
  draft: ChangeDraft,
  features: HelmFeatures | null,
): RequestInput<'helm:preview_command'> {
  const values = { has_values: draft.values.trim() !== '' }
  if (draft.verb === 'install') {
    const options = optionRequest('install', draft.options, features)
    return { verb: 'install', ...targetOf(draft), ...options, ...installChoices(draft), ...values }
  }
  const options = optionRequest('upgrade', draft.options, features)
  return { verb: 'upgrade', ...targetOf(draft), ...options, ...keptChart(draft), ...values }
}
