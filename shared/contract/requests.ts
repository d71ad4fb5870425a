import { z } from 'zod'
import type { AppInfo, DemoState } from '../model/app'
import type { ConnectionState, ContextsState, PodLog } from '../model/cluster'
import type { ChartDetail, ChartSearchResult, ChartVersion, Repository } from '../model/chart'
import { maxOpenedFiles, type OpenedFile } from '../model/file'
import type { ActivityDetail, ActivityPage } from '../model/activity'
import type { HealthPatch } from '../model/health'
import type { HelmFeatures } from '../model/helm-features'
import type { Operation } from '../model/operation'
import { repairActions, type Backup, type Diagnosis } from '../model/repair'
import type { FeedSnapshot, ReleaseAccess } from '../model/release-feed'
import type { HelmRelease, HelmRevision, RevisionDetail, RevisionText } from '../model/release'
import * as inputs from './inputs'
import { contextName, httpsUrl, namespaceName, releaseName } from './inputs'

/** Which release, in which cluster. */
const release = { release_name: releaseName, namespace: namespaceName, context: contextName.optional() }

/** How to wait for the objects: 5 minutes by default. `legacy` waits as helm 3 did (helm 4 only). */
const waiting = {
  wait: z.boolean().optional(),
  timeout_seconds: inputs.timeoutSeconds.optional(),
  wait_strategy: z.enum(['watcher', 'legacy']).optional(),
  wait_for_jobs: z.boolean().optional(),
  no_hooks: z.boolean().optional(),
}

/** How objects are handed to the cluster; the first two need helm 4. */
const applying = {
  server_side: z.enum(['auto', 'true', 'false']).optional(),
  force_conflicts: z.boolean().optional(),
  force_replace: z.boolean().optional(),
}

/** What an install and an upgrade have in common beyond that. */
const delivering = {
  ...applying,
  take_ownership: z.boolean().optional(),
  rollback_on_failure: z.boolean().optional(),
}

const historyMax = { history_max: z.int().min(0).max(10_000).optional(), cleanup_on_fail: z.boolean().optional() }

const install = {
  ...release,
  ...waiting,
  ...delivering,
  chart: inputs.chartRef,
  version: inputs.chartVersion.optional(),
  create_namespace: z.boolean().optional(),
}

const upgrade = {
  ...release,
  ...waiting,
  ...delivering,
  ...historyMax,
  chart: inputs.chartRef,
  version: inputs.chartVersion.optional(),
}

/** The same chart as the release has, rebuilt from it: to change values only. `chart` names it for the eye. */
const keepChart = { ...upgrade, chart: z.string().min(1).max(1024), keep_chart: z.literal(true) }

/** helm knows neither `wait_for_jobs` here nor a way to apply; `cascade` says what becomes of dependents, pods above all. */
const uninstall = {
  ...release,
  wait: waiting.wait,
  timeout_seconds: waiting.timeout_seconds,
  no_hooks: waiting.no_hooks,
  keep_history: z.boolean().optional(),
  cascade: z.enum(['background', 'orphan', 'foreground']).optional(),
}

const rollback = { ...release, ...waiting, ...applying, ...historyMax, revision: inputs.revisionNumber }

/** `filter`: the tests' names, all by default. */
const test = {
  ...release,
  timeout_seconds: waiting.timeout_seconds,
  filter: z.array(inputs.objectName).max(100).optional(),
}

const values = { values: inputs.valuesText.optional() }

/** What a command would be, for the person to read before it runs. Values travel over stdin and are only told of. */
const hasValues = { has_values: z.boolean() }
const preview = z.union([
  z.strictObject({ verb: z.literal('install'), ...install, ...hasValues }),
  z.strictObject({ verb: z.literal('upgrade'), ...upgrade, ...hasValues }),
  z.strictObject({ verb: z.literal('upgrade'), ...keepChart, ...hasValues }),
  z.strictObject({ verb: z.literal('rollback'), ...rollback }),
  z.strictObject({ verb: z.literal('uninstall'), ...uninstall }),
  z.strictObject({ verb: z.literal('test'), ...test }),
])

/** More contexts than a table can tell apart. */
const maxFollowed = 64
/** `namespace/name` of rows; a screen holds some dozens, "all that changed" some hundreds. */
const releaseRows = z.array(inputs.releaseRow).max(1_000)

const revision = { ...release, revision: inputs.revisionNumber }

/**
 * Everything the window may ask of the main process: one entry a channel, `area:verb_object`.
 * Handlers (electron/ipc), preload and renderer infer their types from this map; adding a channel is one entry here
 * and one handler there.
 */
export const requests = {
  /** Every release in every status; in one namespace, or in all. Answers when the charts of all are known. */
  'helm:list_releases': channel(
    z.strictObject({ namespace: namespaceName.optional(), context: contextName.optional() }),
  )<HelmRelease[]>(),
  /**
   * The five changes resolve at the verified end: helm has ended well and the release's Secret says so. The window
   * follows the operation meanwhile (`operations:changed`). One at a time per release, else `release-busy`.
   */
  'helm:install': channel(z.strictObject({ ...install, ...values }))<void>(),
  /** Sends exactly the values given ('' and {} mean none); without `values` those of the deployed revision are kept. */
  'helm:upgrade': channel(
    z.union([z.strictObject({ ...upgrade, ...values }), z.strictObject({ ...keepChart, ...values })]),
  )<void>(),
  'helm:uninstall': channel(z.strictObject(uninstall))<void>(),
  /** Every kept revision, oldest first. */
  'helm:history': channel(z.strictObject(release))<HelmRevision[]>(),
  'helm:rollback': channel(z.strictObject(rollback))<void>(),
  /** Runs the release's tests; resolves when all have passed. Their pods' logs: `kube:read_logs`. */
  'helm:test': channel(z.strictObject(test))<void>(),
  /**
   * Repairs a release that was left in the middle of a change: resolves at the verified end. Its records are saved first;
   * where they cannot rest encrypted only with `plain_backup`. `expected` is what the person saw: another state is refused.
   */
  'helm:repair': channel(
    z.strictObject({
      ...release,
      action: z.enum(repairActions).exclude(['wait', 'restore']),
      revision: inputs.revisionNumber.optional(),
      expected: z.strictObject({ revision: inputs.revisionNumber, status: z.string().max(64) }),
      plain_backup: z.boolean().optional(),
    }),
  )<void>(),
  /** Puts the records back as they were saved before a repair; what is there now is saved first. */
  'helm:restore_backup': channel(
    z.strictObject({ id: inputs.operationId, plain_backup: z.boolean().optional() }),
  )<void>(),
  /** What the helm in use can do. */
  'helm:get_features': channel(z.strictObject({}))<HelmFeatures>(),
  /** The exact command a change would run, program first. Starts nothing. */
  'helm:preview_command': channel(preview)<string[]>(),

  /**
   * Follows these contexts and no others: gives what is known of them at once and tells the rest as `releases:patched`.
   * The first one counts as the most wanted.
   */
  'releases:follow': channel(z.strictObject({ contexts: z.array(contextName).max(maxFollowed) }))<FeedSnapshot[]>(),
  /** Which rows are in sight: their charts are read before the others'. */
  'releases:show_rows': channel(z.strictObject({ context: contextName, rows: releaseRows }))<void>(),
  /** Tries a lost or refused cluster again now. */
  'releases:retry': channel(z.strictObject({ context: contextName }))<void>(),
  /** The person has seen what others changed: of these rows, or of the whole context. */
  'releases:mark_seen': channel(z.strictObject({ context: contextName, rows: releaseRows.optional() }))<void>(),
  /** Which namespaces to read where the cluster as a whole may not be; remembered. None: find out again. */
  'releases:set_namespaces': channel(
    z.strictObject({ context: contextName, namespaces: z.array(namespaceName).max(500) }),
  )<void>(),
  /** Follows one release's history, or none; oldest first. What comes later is told as `releases:history_changed`. */
  'releases:follow_history': channel(z.strictObject({ release: z.strictObject(release).nullable() }))<HelmRevision[]>(),

  /** One revision, read from its Secret. */
  'release:get_revision': channel(z.strictObject(revision))<RevisionDetail>(),
  /** One of its texts; secrets are masked unless `reveal` is set, which only an editor or the person does. */
  'release:get_text': channel(
    z.strictObject({
      ...revision,
      part: z.enum(['values', 'computed-values', 'manifest', 'notes']),
      reveal: z.boolean().optional(),
    }),
  )<RevisionText>(),
  /** Where the release's chart comes from, remembered from its last install or upgrade here; '' when not known. */
  'release:get_source': channel(z.strictObject(release))<string>(),

  /** What is the matter with a release that is in the middle of a change, and what can be done. */
  'release:diagnose': channel(z.strictObject(release))<Diagnosis>(),
  /** What was saved of it before repairs, newest first. */
  'release:list_backups': channel(z.strictObject(release))<Backup[]>(),

  /**
   * Tells the health of these contexts' releases as `releases:health_changed`, and of no others; `rows` are in sight. Gives
   * what is known of those rows, or where none is named of all.
   */
  'releases:follow_health': channel(
    z.strictObject({
      contexts: z.array(z.strictObject({ context: contextName, rows: releaseRows })).max(maxFollowed),
    }),
  )<HealthPatch[]>(),

  'operations:list': channel(z.strictObject({}))<Operation[]>(),
  /**
   * - `stop`: asks helm to stop, once (SIGTERM); install and upgrade take it well
   * - `leave`: does not wait any more; helm goes on (rollback, uninstall)
   * - `kill`: ends helm by force; the release is left in the middle and wants a repair
   * What was left behind is told by the operation's end.
   */
  'operations:cancel': channel(
    z.strictObject({ id: inputs.operationId, mode: z.enum(['stop', 'leave', 'kill']).optional() }),
  )<void>(),
  /** Forgets an operation that has ended. */
  'operations:dismiss': channel(z.strictObject({ id: inputs.operationId }))<void>(),

  /** Every operation ever, newest first; `query` looks in release, namespace, context, verb and command. */
  'activity:list': channel(
    z.strictObject({
      query: inputs.searchText,
      results: z.array(z.enum(['running', 'done', 'failed', 'cancelled', 'stuck'])).max(5),
      verbs: z.array(z.enum(['install', 'upgrade', 'rollback', 'uninstall', 'test', 'repair'])).max(6),
      offset: z.int().min(0).max(1_000_000),
      limit: z.int().min(1).max(500),
    }),
  )<ActivityPage>(),
  /** One of them, whole. */
  'activity:get_entry': channel(z.strictObject({ id: inputs.operationId }))<ActivityDetail>(),
  /** Writes all of it to a file that the person chooses; gives its path, '' when they cancel. */
  'activity:export': channel(z.strictObject({ format: z.enum(['json', 'csv']) }))<string>(),

  /** Over all repositories; '' gives all charts. */
  'charts:search': channel(z.strictObject({ query: inputs.searchText }))<ChartSearchResult>(),
  /** Newest first. For `repository/name` only: a registry or a file is asked for its chart as a whole. */
  'charts:list_versions': channel(z.strictObject({ chart: inputs.chartRef }))<ChartVersion[]>(),
  'charts:get_chart': channel(
    z.strictObject({ chart: inputs.chartRef, version: inputs.chartVersion.optional() }),
  )<ChartDetail>(),
  /** The system's file dialog for a chart's folder or .tgz; '' when it is cancelled. */
  'charts:choose_file': channel(z.strictObject({ kind: z.enum(['folder', 'archive']) }))<string>(),
  'charts:list_repositories': channel(z.strictObject({}))<Repository[]>(),
  'charts:add_repository': channel(
    z.strictObject({
      name: inputs.repositoryName,
      url: inputs.repositoryUrl,
      username: inputs.credential.optional(),
      password: inputs.credential.optional(),
    }),
  )<Repository[]>(),
  /** Fetches the index of one repository, or of all. */
  'charts:update_repositories': channel(z.strictObject({ name: inputs.repositoryName.optional() }))<Repository[]>(),
  'charts:remove_repository': channel(z.strictObject({ name: inputs.repositoryName }))<Repository[]>(),

  /** The contexts of the merged kubeconfig and the window's current one. */
  'kube:list_contexts': channel(z.strictObject({}))<ContextsState>(),
  /** Makes a context the window's current one; the kubeconfig file is not touched. */
  'kube:use_context': channel(z.strictObject({ context: contextName }))<ContextsState>(),
  /** Opens the system's file dialog; gives the state unchanged when the person cancels. */
  'kube:choose_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** Goes back to KUBECONFIG or ~/.kube/config after a file was chosen or the demo was used. */
  'kube:forget_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** The names of all namespaces, sorted. */
  'kube:list_namespaces': channel(z.strictObject({ context: contextName.optional() }))<string[]>(),
  /** Which changes the person may make in a namespace, asked of the cluster (SelfSubjectAccessReview). */
  'kube:check_access': channel(
    z.strictObject({ context: contextName.optional(), namespace: namespaceName }),
  )<ReleaseAccess>(),
  /** The last lines of a container's log; `previous`: of its run before. Secrets in it are not known, so nothing is masked. */
  'kube:read_logs': channel(
    z.strictObject({
      context: contextName.optional(),
      namespace: namespaceName,
      pod: inputs.objectName,
      container: inputs.objectName.optional(),
      previous: z.boolean().optional(),
    }),
  )<PodLog>(),
  /** Asks the cluster for its version now. Never rejects because of the cluster: the answer says how it is. */
  'kube:check_connection': channel(z.strictObject({ context: contextName.optional() }))<ConnectionState>(),

  /** Reads dropped values files (.yaml, .yml), in their order; a refused one says why and spoils no other. */
  'files:read_values': channel(
    z.strictObject({ paths: z.array(inputs.filePath).min(1, 'no file is named').max(maxOpenedFiles) }),
  )<OpenedFile[]>(),

  /** Versions for the About dialog. */
  'app:get_info': channel(z.strictObject({}))<AppInfo>(),
  /** Opens an https address in the person's browser. */
  'app:open_external': channel(z.strictObject({ url: httpsUrl }))<void>(),

  'demo:get_state': channel(z.strictObject({}))<DemoState>(),
  /** Starts the demo's control plane (progress comes as `demo:changed`) and makes its context the current one. */
  'demo:start': channel(z.strictObject({}))<ContextsState>(),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestInput<N extends RequestName> = z.input<Requests[N]['input']>
export type ParsedInput<N extends RequestName> = z.output<Requests[N]['input']>
export type RequestOutput<N extends RequestName> = Requests[N]['output']

interface Channel<Input extends z.ZodType, Output> {
  readonly input: Input
  /** A type only: nothing stands here at run time. */
  readonly output: Output
}

/** Curried, because TypeScript cannot infer the schema while the output type is given by hand. */
function channel<Input extends z.ZodType>(input: Input): <Output>() => Channel<Input, Output> {
  return <Output>() => ({ input }) as Channel<Input, Output>
}
