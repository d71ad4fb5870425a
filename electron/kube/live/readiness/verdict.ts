import type { ObjectProgress } from '@shared/model/operation'

/** Whether an object is as it should be, and why not. */
export type Verdict = Pick<ObjectProgress, 'state' | 'reason' | 'replicas'>

export const ready: Verdict = { state: 'ready', reason: '' }

export function waiting(reason: string): Verdict {
  return { state: 'waiting', reason: `${reason}.` }
}

export const notSeen = waiting("Kubernetes hasn't processed it yet")

/** @param word Kubernetes' own @param sentence its message */
export function failing(word: string, sentence: string | undefined): Verdict {
  return { state: 'failing', reason: worded(word, sentence) }
}

const maxSentence = 300

/** Kubernetes' own word and the first line of its message. */
export function worded(word: string, sentence: string | undefined): string {
  const [line = ''] = (sentence ?? '').split('\n')
  return line === '' ? word : `${word}: ${line.slice(0, maxSentence)}`
}
