import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  isUsual,
  moveColumn,
  orderColumns,
  parseChoice,
  resizeColumns,
  toggleColumn,
  usualChoice,
  type ColumnChoice,
} from '@/ui/table/column-choice'
import { releaseColumns } from './columns'

const storageKey = 'wheelhouse-release-columns'

/** How this person wants the columns of the table of releases; kept on this computer. */
export const useColumnStore = defineStore('columns', () => {
  const choice = shallowRef(parseChoice(readKept(), releaseColumns))
  /** All columns in their order, hidden ones as well. */
  const ordered = computed(() => orderColumns(releaseColumns, choice.value))
  const usual = computed(() => isUsual(choice.value, releaseColumns))

  function set(next: ColumnChoice): void {
    choice.value = next
    keep(next)
  }

  return {
    choice,
    ordered,
    usual,
    /** Shows a column that is hidden. */
    show: (id: string) => {
      if (choice.value.hidden.includes(id)) set(toggleColumn(choice.value, id))
    },
    toggle: (id: string) => set(toggleColumn(choice.value, id)),
    /** Puts a column in front of the one that is at `index` of the movable ones without it. */
    move: (id: string, index: number) => set(moveColumn(choice.value, id, index)),
    /** Pixels; null is the usual width. */
    resize: (widths: Readonly<Record<string, number | null>>) => set(resizeColumns(choice.value, widths)),
    reset: () => set(usualChoice(releaseColumns)),
  }
})

function readKept(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** A choice that cannot be kept still holds until the window closes. */
function keep(choice: ColumnChoice): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(choice))
  } catch {
    // No room left in the profile's folder, for example.
  }
}
