import { checkValues } from '@shared/values-check/check-values'
import type { CheckAnswer, CheckQuestion } from './check-aside'

/** Checks values beside the window's thread: a mebibyte of them takes most of a second. */
self.onmessage = ({ data }: MessageEvent<CheckQuestion & { readonly id: number }>): void => {
  const answer: CheckAnswer & { readonly id: number } = {
    id: data.id,
    problems: checkValues(data.text, data.documents, data.masks),
  }
  self.postMessage(answer)
}
