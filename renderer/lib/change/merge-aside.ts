import type { DraftLayer } from '@shared/contract/draft-shape'
import type { ValuesDocuments } from '@shared/values-check/lines'
import { createAside } from './aside'
import { mergeLayers, type MergedLayers } from './merge-layers'

export interface MergeQuestion {
  readonly layers: readonly DraftLayer[]
  readonly documents: ValuesDocuments
}

export interface MergeAnswer {
  readonly merged: MergedLayers
}

/** Up to so many characters the work is done before anybody notices, and needs no second thread: each is read several times. */
const few = 5_000

const ask = createAside<MergeAnswer>({
  open: () => new Worker(new URL('./merge-worker.ts', import.meta.url), { type: 'module' }),
  limitMs: 5_000,
  failed: "The layers couldn't be put together.",
  late: "The layers couldn't be put together in time.",
})

/**
 * The same as `mergeLayers`; long texts are read in a thread of its own.
 * @throws Error with a sentence, when that takes too long or that thread ends
 */
export async function mergeAside({ layers, documents }: MergeQuestion): Promise<MergedLayers> {
  const length = layers.reduce((sum, { text }) => sum + text.length, 0)
  if (length <= few) return mergeLayers(layers, documents)
  // What is sent to a thread may be no proxy.
  const question: MergeQuestion = { layers: layers.map((layer) => ({ ...layer })), documents }
  return (await ask(question)).merged
}
