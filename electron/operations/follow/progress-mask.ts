import type { ObjectProgress, PodProgress } from '@shared/model/operation'
import { maskProse } from '../../masking/mask-text'
import { createSecretSet, type SecretSet } from '../../masking/secret-set'

/** Sentences of a cluster are few, and told again with every change of an object. */
const maxKnown = 2_000

/**
 * Masks what is told of objects: events and the last words of a container quote what they were given, a password too.
 * @param secrets of their release
 */
export function createProgressMask(
  secrets: readonly string[],
): (objects: readonly ObjectProgress[]) => readonly ObjectProgress[] {
  let set: SecretSet | null = null
  const known = new Map<string, string>()
  const mask = (sentence: string): string => {
    if (sentence === '') return ''
    const before = known.get(sentence)
    if (before !== undefined) return before
    set ??= createSecretSet(secrets)
    const { text } = maskProse(sentence, set)
    if (known.size >= maxKnown) known.clear()
    known.set(sentence, text)
    return text
  }
  const maskPod = (pod: PodProgress): PodProgress => ({ ...pod, reason: mask(pod.reason) })
  return (objects) =>
    objects.map((object) => ({
      ...object,
      reason: mask(object.reason),
      ...(object.event !== undefined && { event: mask(object.event) }),
      ...(object.pods !== undefined && { pods: object.pods.map(maskPod) }),
    }))
}
