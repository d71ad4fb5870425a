import { z } from 'zod'
import type { Crypt } from '../files/crypt'
import { openSealedFiles } from '../files/sealed-files'

/** The texts that were sent to helm as values: what a record keeps of them has no comments, and another order. */
export interface SentValues {
  /** @param release stands for the release and its cluster. Never throws: without it only the record's own text is there. */
  readonly keep: (release: string, revision: number, text: string) => Promise<void>
  /** Those of a release that are kept, that of the revision first and then the newest. Never rejects. */
  readonly read: (release: string, revision: number) => Promise<readonly string[]>
  /** The release is gone. Never rejects. */
  readonly forget: (release: string) => Promise<void>
}

interface SentValuesDeps {
  /** For the owner alone; made when it does not exist. */
  readonly folder: string
  readonly crypt: Crypt
  readonly now: () => Date
}

const headShape = z.object({
  key: z.string().min(1).max(8_192),
  release: z.string().min(1).max(8_192),
  revision: z.int().min(1),
  sentAt: z.iso.datetime(),
})
type Head = z.output<typeof headShape>

/** An upgrade begins with the newest that counts; the others are for a rollback to one of the last. */
const perRelease = 4
/** The oldest give way. */
const maxTexts = 200
/** What cannot rest on the disk takes memory for as long as the app runs. */
const maxInMemory = 20

/** Encrypted on the disk, as drafts are; where nothing can be encrypted, the last few in memory alone. */
export function createSentValues({ folder, crypt, now }: SentValuesDeps): SentValues {
  const files = openSealedFiles<Head>(folder, {
    ending: 'values',
    toLine: (head) => JSON.stringify(head),
    fromLine: (line) => headShape.safeParse(JSON.parse(line)).data ?? null,
  })
  const heads = new Map<string, Head>()
  const inMemory = new Map<string, string>()
  let loading: Promise<void> | null = null
  const loaded = (): Promise<void> =>
    (loading ??= files.list().then(({ heads: found, later }) => {
      for (const head of found) if (!heads.has(head.key)) heads.set(head.key, head)
      if (later) loading = null
    }))
  const drop = ({ key }: Head): void => {
    heads.delete(key)
    inMemory.delete(key)
    files.remove(key)
  }
  const of = (release: string): Head[] => newestFirst(heads.values()).filter((head) => head.release === release)
  const textOf = (head: Head): Promise<string[]> => openText(files.read, crypt, head.key, inMemory)
  return {
    keep: async (release, revision, text) => {
      await loaded()
      const head = { key: keyOf(release, revision), release, revision, sentAt: now().toISOString() }
      heads.set(head.key, head)
      inMemory.delete(head.key)
      if (!rest(files.write, crypt, head, text)) inMemory.set(head.key, text)
      const outside = newestFirst(heads.values())
        .filter(({ key }) => inMemory.has(key))
        .slice(maxInMemory)
      for (const old of [...of(release).slice(perRelease), ...newestFirst(heads.values()).slice(maxTexts), ...outside])
        drop(old)
    },
    read: async (release, revision) => {
      await loaded()
      const wanted = keyOf(release, revision)
      const ordered = of(release).toSorted((one, other) => Number(other.key === wanted) - Number(one.key === wanted))
      return (await Promise.all(ordered.map(textOf))).flat()
    },
    forget: (release) => loaded().then(() => of(release).forEach(drop)),
  }
}

/** None where it is damaged, of another account, or on a disk that is slow: the record has the same values. */
async function openText(
  read: (key: string) => Promise<Buffer>,
  crypt: Crypt,
  key: string,
  inMemory: ReadonlyMap<string, string>,
): Promise<string[]> {
  try {
    const known = inMemory.get(key)
    if (known !== undefined) return [known]
    return crypt.canEncrypt() ? [crypt.decrypt(await read(key))] : []
  } catch {
    return []
  }
}

function keyOf(release: string, revision: number): string {
  return JSON.stringify([release, revision])
}

function newestFirst(heads: Iterable<Head>): Head[] {
  return [...heads].sort((one, other) => other.sentAt.localeCompare(one.sentAt))
}

/** @returns whether it is on the disk */
function rest(write: (head: Head, sealed: Buffer) => void, crypt: Crypt, head: Head, text: string): boolean {
  try {
    if (!crypt.canEncrypt()) return false
    write(head, crypt.encrypt(text))
    return true
  } catch {
    return false
  }
}
