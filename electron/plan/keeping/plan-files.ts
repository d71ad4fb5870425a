import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '@shared/errors'
import { eachLimited } from '@shared/each-limited'
import { readOrdinaryFile } from '../../files/read-ordinary'
import { replaceFile } from '../../files/replace-file'
import { workOnPlan } from '../plan-work'
import { maxKeptBytes, type KeptPlan } from './kept-plan'

/** The plans that changes ran by, from one start of the app to the next. */
export interface PlanFiles {
  /** Keeps a plan, or replaces what is kept of it. Never rejects. @returns whether it is kept */
  keep(kept: KeptPlan): Promise<boolean>
  /** @returns null where it isn't kept. @throws AppFailure `plan-missing` where what is kept can't be read */
  read(id: string): Promise<KeptPlan | null>
  /** Resolves when what nobody asks for any more has gone. Never rejects. */
  swept(): Promise<void>
}

interface PlanFilesDeps {
  /** Made for the owner alone when it does not exist. */
  readonly dir: string
  /** The plans that an operation of the journal names; null while the journal is not whole. */
  readonly wanted: () => Promise<ReadonlySet<string> | null>
  readonly limits?: PlanLimits
}

interface PlanLimits {
  readonly maxFiles: number
  /** Of all together. */
  readonly maxBytes: number
}

const usual: PlanLimits = { maxFiles: 500, maxBytes: 64 * 1024 * 1024 }

/**
 * Plans as files for the owner alone, beside the journal: a plan with hundreds of objects would take the room of hundreds of
 * operations there. A file goes with the last operation that names it.
 */
export function openPlanFiles({ dir, wanted, limits = usual }: PlanFilesDeps): PlanFiles {
  const pathOf = (id: string): string => join(dir, `${id}.json`)
  /** Those of this start: their operation is told of them in a moment. */
  const own = new Set<string>()
  const sweep = async (): Promise<void> => {
    const known = await wanted()
    await dropFrom(dir, { limits, isWanted: (id) => known === null || known.has(id) || own.has(id) })
  }
  let sweeping = sweep().catch(() => undefined)
  const sweepAgain = (): void => {
    sweeping = sweeping.then(sweep).catch(() => undefined)
  }
  return {
    keep: async (kept) => {
      const { id } = kept.plan
      own.add(id)
      try {
        const text = await workOnPlan('keep', kept, maxKeptBytes)
        if (text === null) return false
        await mkdir(dir, { recursive: true, mode: 0o700 })
        await replaceFile(pathOf(id), text)
        sweepAgain()
        return true
      } catch {
        // A full disk, or a folder that can't be written: the change itself doesn't hang on it.
        return false
      }
    },
    read: async (id) => {
      const text = await textOf(pathOf(id))
      return text === null ? null : ((await workOnPlan('read-kept', text, id)) ?? unreadable())
    },
    swept: () => sweeping,
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return (await readOrdinaryFile(path, { maxBytes: maxKeptBytes })).toString('utf8')
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return null
    return unreadable(String(reason))
  }
}

function unreadable(detail = ''): never {
  fail('plan-missing', 'The plan that was kept with this change can’t be read.', {
    cause: 'Its file is damaged, or larger than any that Wheelhouse writes. The change itself is in Activity.',
    detail,
  })
}

interface Dropping {
  readonly limits: PlanLimits
  readonly isWanted: (id: string) => boolean
}

const fileName = /^([0-9a-f-]{36})\.json(\.new)?$/

/** Deletes what nobody asks for, and the oldest where there is too much. @throws the system's error */
async function dropFrom(dir: string, { limits, isWanted }: Dropping): Promise<void> {
  const names = (await readdir(dir)).filter((name) => fileName.test(name))
  const found: { readonly name: string; readonly at: number; readonly size: number }[] = []
  await eachLimited(names, 16, async (name) => {
    const facts = await stat(join(dir, name)).catch(() => null)
    if (facts !== null) found.push({ name, at: facts.mtimeMs, size: facts.size })
  })
  found.sort((one, other) => other.at - one.at)
  let [files, bytes] = [0, 0]
  for (const { name, size } of found) {
    const wanted = isWanted(fileName.exec(name)?.[1] ?? '')
    files += wanted ? 1 : 0
    bytes += wanted ? size : 0
    if (wanted && files <= limits.maxFiles && bytes <= limits.maxBytes) continue
    await rm(join(dir, name), { force: true, recursive: true })
  }
}
