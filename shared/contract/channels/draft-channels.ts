import { z } from 'zod'
import type { DraftKept, DraftList, KeptDraft } from '../../model/draft'
import { draftShape } from '../draft-shape'
import { channel } from './channel'

/** Names a draft: what it is of, nothing of its values. */
const key = z
  .string()
  .min(1)
  .max(2_048)
  .regex(/^[^\p{Cc}]+$/u)

/** What was typed into the install and upgrade pages, until it has been used. */
export const draftChannels = {
  'drafts:list': channel(z.strictObject({}))<DraftList>(),
  'drafts:read': channel(z.strictObject({ key }))<KeptDraft>(),
  /**
   * Keeps a draft, at most 50 of them. `base` is the revision of the kept one that it was made from, 0 for a new one: where that has
   * been kept anew since, by another window, it is refused with `draft-changed`.
   */
  'drafts:keep': channel(
    z.strictObject({ key, draft: draftShape, base: z.int().min(0).max(1_000_000_000), window: z.uuid() }),
  )<DraftKept>(),
  'drafts:discard': channel(z.strictObject({ key }))<void>(),
} as const
