import { z } from 'zod'
import type { Blame, KeyChanged, Origins } from '../../model/blame'
import type { HealthPatch } from '../../model/health'
import type {
  HelmRevision,
  LeftDefinitions,
  OwnValues,
  ReleaseManager,
  RevisionDetail,
  RevisionText,
} from '../../model/release'
import type { FeedSnapshot } from '../../model/release-feed'
import type { Backup, Diagnosis } from '../../model/repair'
import * as inputs from '../inputs'
import { contextName, namespaceName } from '../inputs'
import { channel } from './channel'
import { storedRelease } from './release-place'

/** More contexts than a table can tell apart. */
const maxFollowed = 64
/** `namespace/name` of rows; a screen holds some dozens, "all that changed" some hundreds. */
const releaseRows = z.array(inputs.releaseRow).max(1_000)

const revisionPart = z.enum(['values', 'computed-values', 'manifest', 'notes'])
const revision = { ...storedRelease, revision: inputs.revisionNumber }

/** The live list of releases, and one release by itself. */
export const releaseChannels = {
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
  'releases:follow_history': channel(z.strictObject({ release: z.strictObject(storedRelease).nullable() }))<
    HelmRevision[]
  >(),

  /**
   * Tells the health of these contexts' releases as `releases:health_changed`, and of no others; `rows` are in sight. Gives
   * what is known of those rows, or where none is named of all.
   */
  'releases:follow_health': channel(
    z.strictObject({
      contexts: z.array(z.strictObject({ context: contextName, rows: releaseRows })).max(maxFollowed),
    }),
  )<HealthPatch[]>(),

  /** One revision, read from its Secret. */
  'release:get_revision': channel(z.strictObject(revision))<RevisionDetail>(),
  /** The CustomResourceDefinitions that an uninstall of it leaves; none where it has no objects of custom kinds. */
  'release:list_definitions': channel(z.strictObject(revision))<LeftDefinitions>(),
  /** Who looks after the release beside helm, by that revision; null where nobody is known to. */
  'release:get_manager': channel(z.strictObject(revision))<ReleaseManager | null>(),
  /** One of its texts; secrets are masked unless `reveal` is set, which only an editor or the person does. */
  'release:get_text': channel(
    z.strictObject({
      ...revision,
      part: revisionPart,
      reveal: z.boolean().optional(),
    }),
  )<RevisionText>(),
  /**
   * Its own values to be edited, secrets masked: the text that was sent from here where it still means the same. `masks_of` has
   * the values put in the place of the masks when they are sent.
   */
  'release:get_own_values': channel(z.strictObject(revision))<OwnValues>(),
  /** The text of an editor with the real values in the place of their masks, or of the one at a path: the person asks for it. */
  'release:reveal_values': channel(
    z.strictObject({ ...revision, values: inputs.valuesText, path: inputs.valuesPath.optional() }),
  )<string>(),
  /** The same text with what is still the revision's own masked again. */
  'release:hide_values': channel(z.strictObject({ ...revision, values: inputs.valuesText }))<string>(),
  /** Lets the person choose a file, and writes one of its texts there, whole and with its secrets masked; '' when they cancel. */
  'release:save_text': channel(z.strictObject({ ...revision, part: revisionPart }))<string>(),
  /** For each key of its own values the revision that set it or changed it last, out of the newest 50 up to it. */
  'release:get_blame': channel(z.strictObject(revision))<Blame>(),
  /** The revisions up to it that set, changed or removed a key of its own values, newest first, secrets masked. */
  'release:get_key_history': channel(z.strictObject({ ...revision, path: inputs.valuesPath }))<KeyChanged[]>(),
  /** Where its computed values come from, as far as its record tells. */
  'release:get_origins': channel(z.strictObject(revision))<Origins>(),
  /** Where the release's chart comes from, remembered from its last install or upgrade here; '' when not known. */
  'release:get_source': channel(z.strictObject(storedRelease))<string>(),

  /** What is the matter with a release that is in the middle of a change, and what can be done. */
  'release:diagnose': channel(z.strictObject(storedRelease))<Diagnosis>(),
  /** What was saved of it before repairs, newest first. */
  'release:list_backups': channel(z.strictObject(storedRelease))<Backup[]>(),
} as const
