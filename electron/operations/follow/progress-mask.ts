import type { ObjectProgress, PodProgress } from '@shared/model/operation'
import { createSentenceMask } from '../../masking/sentence-mask'
import { workOnText } from '../../releases/texts/texts'

/** Masks what is told of objects: events and the last words of a container quote what they were given, a password too. */
export interface ProgressMask {
  /** The objects as they may be told: a sentence is left out for as long as it is being masked. */
  readonly tell: (objects: readonly ObjectProgress[]) => readonly ObjectProgress[]
  /** Resolves once none is left out any more; null where none is. Never rejects. */
  readonly settled: () => Promise<void> | null
}

/**
 * @param secrets of their release
 * @param onKnown more can be told of the same objects
 */
export function createProgressMask(secrets: readonly string[], onKnown: () => void): ProgressMask {
  const sentences = createSentenceMask(secrets, {
    maskAside: (texts, known) => workOnText('mask-sentences', texts, known),
    onKnown,
  })
  const mask = (sentence: string): string => (sentence === '' ? '' : (sentences.tell(sentence) ?? ''))
  const maskPod = (pod: PodProgress): PodProgress => ({ ...pod, reason: mask(pod.reason) })
  return {
    settled: sentences.settled,
    tell: (objects) =>
      objects.map((object) => ({
        ...object,
        reason: mask(object.reason),
        ...(object.event !== undefined && { event: mask(object.event) }),
        ...(object.pods !== undefined && { pods: object.pods.map(maskPod) }),
      })),
  }
}
