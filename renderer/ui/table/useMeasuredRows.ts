import { defaultRangeExtractor, observeElementRect, useVirtualizer, type Virtualizer } from '@tanstack/vue-virtual'
import { computed, type ComponentPublicInstance, type ComputedRef, type Ref } from 'vue'

interface MeasuredRow<T> {
  readonly index: number
  readonly item: T
  /** Pixels from the top of the list. */
  readonly top: number
}

export interface MeasuredRowsOptions<T> {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly list: () => readonly T[]
  /** What stays the same wherever a row moves. */
  readonly key: (item: T) => string | number
  /** How high a row is that was never drawn, in pixels. */
  readonly estimate: number
  /** Rows that exist although they are out of sight: the one with the focus must not lose it. */
  readonly kept: () => readonly number[]
}

interface MeasuredRows<T> {
  /** The rows that exist, in their order. */
  readonly rows: ComputedRef<readonly MeasuredRow<T>[]>
  /** The height of all of them, in pixels. */
  readonly height: ComputedRef<number>
  /** To be the `ref` of each row's element, which says its number in `data-index`. */
  readonly measure: (element: Element | ComponentPublicInstance | null) => void
  readonly scrollToIndex: (index: number) => void
}

/** Which rows of a long list have to exist whose heights differ: each is measured when it is drawn. */
export function useMeasuredRows<T>(options: MeasuredRowsOptions<T>): MeasuredRows<T> {
  const { scroller, list, key, estimate, kept } = options
  const virtualizer = useVirtualizer(
    computed(() => {
      const items = list()
      const extra = kept().filter((index) => index >= 0 && index < items.length)
      return {
        count: items.length,
        getScrollElement: () => scroller.value,
        getItemKey: (index: number) => {
          const item = items[index]
          return item === undefined ? index : key(item)
        },
        estimateSize: () => estimate,
        // What isn't laid out (yet) has no height.
        measureElement: (element: Element) => (element as HTMLElement).offsetHeight || estimate,
        observeElementRect: (
          instance: Virtualizer<HTMLElement, Element>,
          tell: (rect: { width: number; height: number }) => void,
        ) => observeElementRect(instance, ({ width, height }) => tell({ width, height: height || window.innerHeight })),
        overscan: 10,
        initialRect: { width: 0, height: window.innerHeight },
        rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) =>
          [...new Set([...defaultRangeExtractor(range), ...extra])].sort((one, other) => one - other),
      }
    }),
  )
  const rows = computed(() =>
    virtualizer.value.getVirtualItems().flatMap(({ index, start }): MeasuredRow<T>[] => {
      const item = list()[index]
      return item === undefined ? [] : [{ index, item, top: start }]
    }),
  )
  return {
    rows,
    height: computed(() => virtualizer.value.getTotalSize()),
    measure: (element) => {
      if (element instanceof Element) virtualizer.value.measureElement(element)
    },
    scrollToIndex: (index) => virtualizer.value.scrollToIndex(index),
  }
}
