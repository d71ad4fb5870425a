import { z } from 'zod'
import type { HelmShell } from '../../model/app'
import type { HelmFeatures } from '../../model/helm-features'
import type { HelmRelease, HelmRevision } from '../../model/release'
import { repairActions } from '../../model/repair'
import * as inputs from '../inputs'
import { contextName, namespaceName } from '../inputs'
import {
  begun,
  bound,
  install,
  keepChart,
  ownValues,
  preview,
  rollback,
  test,
  uninstall,
  upgrade,
  values,
} from './change-inputs'
import { channel } from './channel'
import { place, release, storedRelease } from './release-place'

/** What helm does or tells, and the repair of what it left. */
export const helmChannels = {
  /** Every release in every status; in one namespace, or in all. Answers when the charts of all are known. */
  'helm:list_releases': channel(
    z.strictObject({ namespace: namespaceName.optional(), context: contextName.optional() }),
  )<HelmRelease[]>(),
  /**
   * The five changes resolve at the verified end: helm has ended well and the release's Secret says so. The window
   * follows the operation meanwhile (`operations:changed`). One at a time per release, else `release-busy`.
   */
  'helm:install': channel(z.strictObject({ ...install, ...values, ...bound }))<void>(),
  /** Sends exactly the values given ('' and {} mean none); without `values` those of the deployed revision are kept. */
  'helm:upgrade': channel(
    z.union([
      z.strictObject({ ...upgrade, ...ownValues, ...bound }),
      z.strictObject({ ...keepChart, ...ownValues, ...bound }),
    ]),
  )<void>(),
  'helm:uninstall': channel(z.strictObject({ ...uninstall, ...bound }))<void>(),
  /** Every kept revision, oldest first. */
  'helm:history': channel(z.strictObject(storedRelease))<HelmRevision[]>(),
  'helm:rollback': channel(z.strictObject({ ...rollback, ...bound }))<void>(),
  /** Runs the release's tests; resolves when all have passed. Their pods' logs: `kube:read_logs`. */
  'helm:test': channel(z.strictObject({ ...test, ...begun }))<void>(),
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
      ...begun,
    }),
  )<void>(),
  /** Puts the records back as they were saved before a repair; what is there now is saved first. */
  'helm:restore_backup': channel(
    z.strictObject({ id: inputs.operationId, plain_backup: z.boolean().optional(), cluster: place.cluster, ...begun }),
  )<void>(),
  /** What the helm in use can do. */
  'helm:get_features': channel(z.strictObject({}))<HelmFeatures>(),
  /** What a shell needs to run the commands of a cluster as the app does. */
  'helm:get_shell': channel(z.strictObject({ context: contextName.optional() }))<HelmShell>(),
  /** The exact command a change would run, program first. Starts nothing. */
  'helm:preview_command': channel(preview)<string[]>(),
} as const
