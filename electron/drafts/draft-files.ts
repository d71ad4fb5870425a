import type { DraftHead } from '@shared/model/draft'
import { without } from '@shared/without'
import { z } from 'zod'
import { openSealedFiles, type SealedFiles } from '../files/sealed-files'

/** The files of drafts. */
export type DraftFiles = SealedFiles<DraftHead>

const headShape = z.object({
  key: z.string().min(1).max(2_048),
  verb: z.enum(['install', 'upgrade']),
  context: z.string().max(512),
  namespace: z.string().max(4_096),
  name: z.string().max(4_096),
  chart: z.string().max(4_096),
  updatedAt: z.iso.datetime(),
  revision: z.int().min(1),
  window: z.string().max(64),
})

/** @param folder made when it does not exist */
export function openDraftFiles(folder: string): DraftFiles {
  return openSealedFiles<DraftHead>(folder, {
    ending: 'draft',
    toLine: (head) => JSON.stringify(without(head, 'resting')),
    fromLine: (line) => {
      const parsed = headShape.safeParse(JSON.parse(line))
      return parsed.success ? { ...parsed.data, resting: true } : null
    },
  })
}
