import { hasLogin } from '@shared/chart-ref'
import { fail } from '@shared/errors'
import { draftShape, type StoredDraft } from '@shared/contract/draft-shape'
import type { ParsedInput } from '@shared/contract/requests'
import { writeReason } from '@shared/disk-words'
import type { DraftHead, DraftKept, DraftList, KeptDraft } from '@shared/model/draft'
import type { Crypt } from '../files/crypt'
import { openDraftFiles, type DraftFiles } from './draft-files'

export interface Drafts {
  readonly list: () => Promise<DraftList>
  /** @throws AppFailure `draft-missing` when there is none, or it can't be opened */
  readonly read: (key: string) => Promise<KeptDraft>
  /** @throws AppFailure `draft-changed` when another window has kept it since */
  readonly keep: (input: ParsedInput<'drafts:keep'>) => Promise<DraftKept>
  readonly discard: (key: string) => Promise<void>
}

export interface DraftsDeps {
  /** For the owner alone; made when it does not exist. */
  readonly folder: string
  readonly crypt: Crypt
  readonly now: () => Date
}

/** The oldest give way. */
const maxDrafts = 50

/** What was typed into pages, encrypted on the disk; where nothing can be encrypted, in memory alone: values may hold secrets. */
export function createDrafts({ folder, crypt, now }: DraftsDeps): Drafts {
  const files = openDraftFiles(folder)
  const heads = new Map<string, DraftHead>()
  /** Of those that are not on the disk. */
  const inMemory = new Map<string, StoredDraft>()
  const forget = (key: string): void => {
    heads.delete(key)
    inMemory.delete(key)
    files.remove(key)
  }
  let setAside = 0
  let loading: Promise<void> | null = null
  const loaded = (): Promise<void> =>
    (loading ??= files.list().then((found) => {
      for (const head of found.heads) if (!heads.has(head.key)) heads.set(head.key, head)
      setAside += found.setAside
      if (found.later) loading = null
    }))
  return {
    list: async () => {
      await loaded()
      return { drafts: newestFirst([...heads.values()]), setAside }
    },
    read: async (key) => {
      await loaded()
      const head = heads.get(key) ?? missing('It was used or discarded.')
      const known = inMemory.get(key)
      if (known !== undefined) return { head, draft: known }
      const draft = await open(files, crypt, key)
      if (draft !== null) return { head, draft }
      heads.delete(key)
      files.putAside(key)
      setAside += 1
      return missing('Its file is damaged, or was encrypted by another account. It was put aside.')
    },
    keep: async (input) => {
      await loaded()
      const before = heads.get(input.key)
      checkKeep(input, before)
      const made = headOf(input, now())
      const problem = rest(files, crypt, made, input.draft)
      const head = { ...made, resting: problem === '' }
      heads.set(input.key, head)
      if (head.resting) inMemory.delete(input.key)
      else inMemory.set(input.key, input.draft)
      for (const { key } of tooMany([...heads.values()], input.key)) forget(key)
      return { head, problem }
    },
    discard: (key) => loaded().then(() => forget(key)),
  }
}

function headOf({ key, draft, base, window }: ParsedInput<'drafts:keep'>, now: Date): DraftHead {
  const { verb, context, namespace, name, chart } = draft
  const of = { verb, context, namespace, name, chart }
  return { key, ...of, updatedAt: now.toISOString(), revision: base + 1, window, resting: true }
}

/** @returns why it is not on the disk; '' where it is */
function rest(files: DraftFiles, crypt: Crypt, head: DraftHead, draft: StoredDraft): string {
  if (!crypt.canEncrypt()) {
    return "This computer has no keyring to encrypt drafts with, so they aren't kept after Wheelhouse is closed."
  }
  try {
    files.write(head, crypt.encrypt(JSON.stringify(draft)))
    return ''
  } catch (reason) {
    return `Drafts can't be saved. ${writeReason(reason).why}`
  }
}

/** Null when it is damaged. @throws AppFailure `draft-missing` when it can only be opened another time */
async function open(files: DraftFiles, crypt: Crypt, key: string): Promise<StoredDraft | null> {
  if (!crypt.canEncrypt()) missing("The keyring that it was encrypted with isn't available. It stays where it is.")
  const sealed = await files.read(key).catch(() => missing("Its file can't be read now."))
  try {
    return draftShape.parse(JSON.parse(crypt.decrypt(sealed)))
  } catch {
    return null
  }
}

/** The oldest beside the one that was kept now. */
function tooMany(heads: readonly DraftHead[], kept: string): DraftHead[] {
  return newestFirst(heads.filter(({ key }) => key !== kept)).slice(maxDrafts - 1)
}

function newestFirst(heads: readonly DraftHead[]): DraftHead[] {
  return heads.toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt))
}

function missing(cause: string): never {
  return fail('draft-missing', "This draft can't be opened.", { cause })
}

/** @throws AppFailure `draft-changed` where it isn't to be kept */
function checkKeep({ base, draft }: ParsedInput<'drafts:keep'>, before: DraftHead | undefined): void {
  if (before !== undefined && before.revision !== base) changedElsewhere()
  if (hasLogin(draft.chart)) refuseLogin()
}

/** What a draft is of stands beside it in the clear. */
function refuseLogin(): never {
  return fail('draft-changed', "This draft isn't saved.", {
    cause: "The chart's address has a sign-in in it. Sign in to its registry instead.",
  })
}

function changedElsewhere(): never {
  return fail('draft-changed', "This draft isn't saved.", {
    cause: 'It was changed in another window meanwhile. What you typed here stays on this page.',
  })
}
