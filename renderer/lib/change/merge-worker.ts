import type { MergeAnswer, MergeQuestion } from './merge-aside'
import { mergeLayers } from './merge-layers'

/** Puts layers of values together beside the window's thread. */
self.onmessage = ({ data }: MessageEvent<MergeQuestion & { readonly id: number }>): void => {
  const answer: MergeAnswer & { readonly id: number } = {
    id: data.id,
    merged: mergeLayers(data.layers, data.documents),
  }
  self.postMessage(answer)
}
