import { z } from 'zod'
import type { ActivityDetail, ActivityPage } from '../../model/activity'
import type { Operation } from '../../model/operation'
import * as inputs from '../inputs'
import { channel } from './channel'

/** Changes under way, and all that ever were. */
export const operationChannels = {
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
} as const
