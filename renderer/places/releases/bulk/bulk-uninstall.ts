import type { ReleaseRef } from '@shared/model/release-ref'
import { statusTone, type LeftDefinitions, type RevisionDetail } from '@shared/model/release'
import { countedKind, definitionWords, groupByKind } from '@/lib/release/object-kinds'
import type { ListedRelease } from '@/lib/release/release-key'

/** Releases of one namespace of one cluster. */
export interface BulkPlace {
  readonly context: string
  readonly namespace: string
  readonly releases: readonly ListedRelease[]
}

/** Why a release that was selected is left out. */
export interface LeftOut {
  readonly release: ListedRelease
  readonly why: string
}

export interface BulkPlan {
  readonly going: readonly ListedRelease[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Which of the selected releases can be uninstalled.
 * @param isChanging whether a change of a release is under way here
 * @param refusalIn why the person may not uninstall in a namespace; '' where they may
 */
export function planBulk(
  releases: readonly ListedRelease[],
  isChanging: (release: ReleaseRef) => boolean,
  refusalIn: (context: string, namespace: string) => string,
): BulkPlan {
  const judged = releases.map((release) => ({ release, why: reasonAgainst(release, isChanging, refusalIn) }))
  return {
    going: judged.filter(({ why }) => why === '').map(({ release }) => release),
    leftOut: judged.filter(({ why }) => why !== ''),
  }
}

function reasonAgainst(
  release: ListedRelease,
  isChanging: (release: ReleaseRef) => boolean,
  refusalIn: (context: string, namespace: string) => string,
): string {
  if (isChanging(release)) return 'a change to it is in progress'
  if (release.damaged === true) return 'its newest record is damaged: repair it first'
  if (statusTone(release.status) === 'busy') return `it is in the middle of a change (${release.status})`
  return refusalIn(release.context, release.namespace)
}

/** By cluster and namespace, both by name; the releases in their given order. */
export function placesOf(releases: readonly ListedRelease[]): BulkPlace[] {
  const places = new Map<string, ListedRelease[]>()
  for (const release of releases) {
    const place = JSON.stringify([release.context, release.namespace])
    places.set(place, [...(places.get(place) ?? []), release])
  }
  return [...places.values()]
    .flatMap((list) => {
      const [first] = list
      return first === undefined ? [] : [{ context: first.context, namespace: first.namespace, releases: list }]
    })
    .sort((one, other) => compare(one.context, other.context) || compare(one.namespace, other.namespace))
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}

/** What an uninstall of several releases takes away and leaves, in sums. */
export interface BulkEffects {
  readonly objects: number
  /** `3 Deployments`, kinds by name. */
  readonly kinds: readonly string[]
  /** CustomResourceDefinitions among them: with each every object of its kind goes. */
  readonly definitions: number
  /** What stays, one sentence each. */
  readonly stays: readonly string[]
}

const few = 5

/** What one release consists of. */
export interface ReadRelease {
  readonly key: string
  readonly detail: RevisionDetail
  /** null where it is not known which stay. */
  readonly left: LeftDefinitions | null
}

export function sumEffects(releases: readonly ReadRelease[]): BulkEffects {
  const details = releases.map(({ detail }) => detail)
  const objects = details.flatMap((detail) => detail.objects)
  const going = objects.filter(({ keep }) => keep !== true)
  const kept = objects.filter(({ keep }) => keep === true)
  const sets = going.filter(({ volumeClaims = [] }) => volumeClaims.length > 0)
  const hooks = details.flatMap((detail) => detail.hooks)
  const staying = hooks.filter(({ deletePolicies = [] }) => !deletePolicies.includes('hook-succeeded'))
  const groups = groupByKind(going)
  return {
    objects: going.length,
    kinds: groups.map(({ kind, objects: list }) => countedKind(kind, list.length)),
    definitions: going.filter(({ kind }) => kind === 'CustomResourceDefinition').length,
    stays: [
      ...(kept.length === 0 ? [] : [`${names(kept)}, because their charts ask to keep them.`]),
      ...(sets.length === 0 ? [] : [`The PersistentVolumeClaims that ${names(sets)} created, and the data in them.`]),
      ...definitionWords(allDefinitions(releases)),
      ...(releases.some(({ left }) => left === null)
        ? ["Custom resource definitions may stay; they couldn't be read."]
        : []),
      ...(staying.length === 0 ? [] : [`Objects created by hooks that have run: ${names(staying)}.`]),
      'The namespaces.',
    ],
  }
}

/** Releases may share definitions. */
function allDefinitions(releases: readonly ReadRelease[]): LeftDefinitions {
  const known = releases.flatMap(({ left }) => left ?? [])
  return { names: [...new Set(known.flatMap(({ names: all }) => all))], certain: known.every(({ certain }) => certain) }
}

function names(objects: readonly { readonly kind: string; readonly name: string }[]): string {
  const shown = objects.slice(0, few).map(({ kind, name }) => `${kind} ${name}`)
  const more = objects.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** `1 release`, `5 releases`. */
export function countedReleases(count: number): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? 'release' : 'releases'}`
}

/** One release of a bulk uninstall under way. */
export interface BulkEntry {
  readonly release: ReleaseRef & { readonly key: string }
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed; '' while it did not. */
  readonly why: string
  /** What an uninstall of it leaves, one sentence each; null where that is not known. */
  readonly stays: readonly string[] | null
}

/** `Uninstalling 6 releases: 2 done`, and at the end `5 uninstalled, 1 failed`. */
export function bulkSummary(entries: readonly BulkEntry[]): string {
  const count = (state: BulkEntry['state']): number => entries.filter((entry) => entry.state === state).length
  const [done, failed] = [count('done'), count('failed')]
  const ends = [...(failed === 0 ? [] : [`${failed} failed`])]
  if (done + failed === entries.length) return [`${done} uninstalled`, ...ends].join(', ')
  return `Uninstalling ${countedReleases(entries.length)}: ${[`${done} done`, ...ends].join(', ')}`
}
