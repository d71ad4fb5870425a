import type { ObjectProgress, PodProgress } from '@shared/model/operation'

/** How an object is looked at: `settled` is where it should be, `unseen` may not be read. */
export type ObjectTone = 'failing' | 'waiting' | 'unseen' | 'settled'

export interface ObjectGroup {
  readonly tone: ObjectTone
  readonly objects: readonly ObjectProgress[]
}

/** Worst first. */
const tones: readonly ObjectTone[] = ['failing', 'waiting', 'unseen', 'settled']

export function toneOf({ state, hidden }: ObjectProgress): ObjectTone {
  if (state === 'failing') return 'failing'
  if (hidden === true) return 'unseen'
  return state === 'waiting' ? 'waiting' : 'settled'
}

/** The hooks of a change, in helm's order. */
export function hooksOf(objects: readonly ObjectProgress[]): ObjectProgress[] {
  return objects.filter(({ hook }) => hook !== undefined)
}

/** All but the hooks, by how they are, the worst first; in their given order otherwise, so that no row moves for nothing. */
export function groupObjects(objects: readonly ObjectProgress[]): ObjectGroup[] {
  const plain = objects.filter(({ hook }) => hook === undefined)
  return tones
    .map((tone) => ({ tone, objects: plain.filter((object) => toneOf(object) === tone) }))
    .filter((group) => group.objects.length > 0)
}

/** The pod that fails first in the order in which objects are shown; null where none does. */
export function failingPod(objects: readonly ObjectProgress[]): PodProgress | null {
  const shown = [...hooksOf(objects), ...groupObjects(objects).flatMap((group) => group.objects)]
  return shown.flatMap(({ pods = [] }) => pods).find(({ state }) => state === 'failing') ?? null
}

/** What tells an object from the others of its change. */
export function objectKey({ kind, namespace, name, hook }: ObjectProgress): string {
  return `${hook === undefined ? '' : 'hook '}${kind}/${namespace}/${name}`
}

export function podKey({ namespace, name }: Pick<PodProgress, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

/** `3 failing`, `57 ready`: what a count of a tone is called. An uninstall's objects are to be gone. */
export function toneWord(tone: ObjectTone, uninstalls: boolean): string {
  if (tone === 'settled') return uninstalls ? 'gone' : 'ready'
  if (tone === 'unseen') return 'not readable'
  return tone === 'waiting' && uninstalls ? 'still there' : tone
}

/** What an object has come to, in a word. An uninstall's objects are to be gone. */
export function objectWord(object: ObjectProgress, uninstalls: boolean): string {
  if (object.refused === true) return uninstalls ? 'not deleted' : 'refused'
  if (object.hook !== undefined) return hookWord(object)
  return object.state === 'gone' ? 'gone' : toneWord(toneOf(object), uninstalls)
}

/** What a hook has come to, in a word. */
export function hookWord({ hook, state }: ObjectProgress): string {
  if (state === 'failing' || hook?.phase === 'Failed') return 'failed'
  if (hook?.phase === 'Succeeded') return 'succeeded'
  return hook?.phase === 'Running' ? 'running' : 'not run yet'
}
