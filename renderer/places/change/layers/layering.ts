import { computed, inject, nextTick, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { DraftLayer } from '@shared/contract/draft-shape'
import type { ValueOrigin } from '@shared/values-layers/origin-of'
import { releaseOfDraft, type ChangeDraft } from '@/lib/change/change-draft'
import * as drafts from '@/lib/change/draft-layers'
import { completeValues } from '@/state/operations/values-of'
import type { SentDraft } from '@/state/drafts/useSentDraft'

/** What is shown in the place of the own text: a layer by its id, or what all of them come to. */
export const mergedResult = 'merged result'

/** The values of a change in their layers, for what shows and changes them. */
export interface Layering {
  readonly layers: ComputedRef<readonly DraftLayer[]>
  /** Whether there are others than the own text. */
  readonly isUsed: ComputedRef<boolean>
  readonly sent: SentDraft
  /** `own`, another layer's id, or `mergedResult`. */
  readonly shown: Ref<string>
  /** The layer that is shown; null where that is what all of them come to. */
  readonly shownLayer: ComputedRef<DraftLayer | null>
  /** Why a layer can't be used; '' while it can. */
  readonly problemOf: (id: string) => string
  /** `layer 2 (canary.yaml)`; '' for one that isn't there. */
  readonly nameOf: (id: string) => string
  /** Which layer above the own text sets what is at a path, by its name; null where none does. */
  readonly overriddenBy: (path: readonly (string | number)[]) => string | null
  /** The real values in the place of masks in a text of its own. @throws where a mask stands for nothing */
  readonly complete: (text: string) => Promise<string>
  /** Why the last one couldn't be added; '' where it could. */
  readonly refused: Ref<string>
  /** Puts a layer on top, and shows it. */
  readonly add: (layer: Omit<DraftLayer, 'id' | 'on'>) => void
  readonly addAll: (layers: readonly Omit<DraftLayer, 'id' | 'on'>[]) => void
  readonly remove: (id: string) => void
  readonly move: (id: string, by: number) => void
  readonly change: (id: string, change: Partial<Pick<DraftLayer, 'key' | 'text' | 'on'>>) => void
}

const place: InjectionKey<Layering> = Symbol('layering')

/** Gives the layers of a page's draft to all that is on it. */
export function provideLayering(draft: () => ChangeDraft | null, sent: SentDraft): void {
  provide(place, createLayering(draft, sent))
}

/** The layers of the page that this is on. */
export function useLayering(): Layering {
  const layering = inject(place)
  if (layering === undefined) throw new Error('the page has no layers')
  return layering
}

function createLayering(draft: () => ChangeDraft | null, sent: SentDraft): Layering {
  const shown = ref('own')
  const layers = computed(() => {
    const now = draft()
    return now === null ? [] : drafts.allLayers(now)
  })
  const isUsed = computed(() => layers.value.length > 1)
  const shownLayer = computed(() => layers.value.find(({ id }) => id === shown.value) ?? null)
  // Another draft, or one that was begun again, has other layers.
  watch([isUsed, shownLayer] as const, ([used, layer]) => {
    if (!used || (layer === null && shown.value !== mergedResult)) shown.value = 'own'
  })
  const nameOf = (id: string): string => {
    const at = layers.value.findIndex((layer) => layer.id === id)
    const layer = layers.value[at]
    return layer === undefined ? '' : `layer ${at + 1} (${drafts.layerName(layer)})`
  }
  return {
    layers,
    isUsed,
    sent,
    shown,
    shownLayer,
    problemOf: (id) => sent.merged.value?.problems.find((problem) => problem.id === id)?.reason ?? '',
    nameOf,
    overriddenBy: (path) => overriding(path, layers.value, sent, nameOf),
    complete: async (text) => {
      const now = draft()
      return now === null ? text : completeValues(releaseOfDraft(now), now.masksOf, text)
    },
    ...changes(draft, shown),
  }
}

function overriding(
  path: readonly (string | number)[],
  layers: readonly DraftLayer[],
  { merged }: SentDraft,
  nameOf: (id: string) => string,
): string | null {
  const origin = originAt(merged.value?.origins ?? new Map<string, ValueOrigin>(), path)
  if (origin === null) return null
  const place = (id: string): number => layers.findIndex((layer) => layer.id === id)
  return place(origin.layer) > place('own') ? nameOf(origin.layer) : null
}

/** Where the value at a path comes from, or the one around it: a list is one value. */
export function originAt<Origin>(
  origins: ReadonlyMap<string, Origin>,
  path: readonly (string | number)[],
): Origin | null {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(JSON.stringify(path.slice(0, length)))
    if (origin !== undefined) return origin
  }
  return null
}

type Changes = Pick<Layering, 'refused' | 'add' | 'addAll' | 'remove' | 'move' | 'change'>

function changes(draft: () => ChangeDraft | null, shown: Ref<string>): Changes {
  const refused = ref('')
  const withDraft = (use: (now: ChangeDraft) => void): void => {
    const now = draft()
    if (now !== null) use(now)
  }
  const addAll: Changes['addAll'] = (added) =>
    withDraft((now) => {
      const last = Math.max(0, ...now.layers.map(({ id }) => Number(id) || 0))
      const layers = added.map((layer, index) => ({ ...layer, id: String(last + 1 + index), on: true }))
      refused.value = drafts.addLayers(now, layers)
      const top = layers.at(-1)
      if (refused.value === '' && top !== undefined) void nextTick(() => (shown.value = top.id))
    })
  return {
    refused,
    addAll,
    add: (layer) => addAll([layer]),
    remove: (id) =>
      withDraft((now) => {
        drafts.removeLayer(now, id)
        refused.value = ''
        if (shown.value === id) shown.value = 'own'
      }),
    move: (id, by) => withDraft((now) => drafts.moveLayer(now, id, by)),
    change: (id, change) => withDraft((now) => drafts.changeLayer(now, id, change)),
  }
}
