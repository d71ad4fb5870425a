import type { RouteLocationRaw } from 'vue-router'
import { groupBy } from '@shared/group-by'
import type { ActionState } from '@/actions/action'

/** What is used of the kit's items of menus. */
interface MenuItem {
  readonly label: string
  readonly icon?: string
  readonly color?: 'error'
  readonly to?: RouteLocationRaw
  readonly description?: string
  readonly 'aria-disabled'?: 'true'
  readonly class?: string
  readonly ui?: { readonly itemLabel: string; readonly itemDescription: string }
  readonly onSelect?: (event: Event) => void
}

/** Actions as the items of a menu, a line between their groups. */
export function menuItems(actions: readonly ActionState[]): MenuItem[][] {
  return [...groupBy(actions, ({ group }) => String(group)).values()].map((group) => group.map(itemOf))
}

/** One that is blocked stays within reach of the keyboard and says why; choosing it does nothing. */
function itemOf({ label, icon, isDangerous, blocked, to, perform }: ActionState): MenuItem {
  const look = { label, ...(icon === undefined ? {} : { icon }) }
  if (blocked !== '') {
    return {
      ...look,
      description: blocked,
      'aria-disabled': 'true',
      class: 'max-w-80 cursor-not-allowed',
      ui: { itemLabel: 'text-dimmed', itemDescription: 'whitespace-normal' },
      onSelect: (event: Event) => event.preventDefault(),
    }
  }
  const colored = { ...look, ...(isDangerous ? { color: 'error' as const } : {}) }
  return to === null ? { ...colored, onSelect: () => void perform() } : { ...colored, to }
}
