import { checkValues } from '@shared/values-check/check-values'
import type { CheckAnswer, CheckRequest } from './check-aside'

/** Checks values beside the window's thread: a mebibyte of them takes most of a second. */
self.onmessage = ({ data }: MessageEvent<CheckRequest>): void => {
  const answer: CheckAnswer = { id: data.id, problems: checkValues(data.text, data.documents, data.masks) }
  self.postMessage(answer)
}
