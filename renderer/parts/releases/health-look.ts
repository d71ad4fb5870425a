import type { ReleaseHealth } from '@shared/model/health'

type State = ReleaseHealth['state']

interface HealthLook {
  readonly text: string
  /** A path in a box of 24, drawn as a line; null: no shape. */
  readonly shape: string | null
  readonly icon: string
}

/** Lucide's check, clock-3 and octagon-x, as one path each: they are drawn in every row that scrolls by. */
const looks: Readonly<Record<State, HealthLook>> = {
  ready: { text: 'text-muted', icon: 'text-success', shape: 'M20 6 9 17l-5-5' },
  waiting: { text: 'text-warning', icon: '', shape: 'M12 6v6h4.5M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20' },
  failing: {
    text: 'font-semibold text-error',
    icon: '',
    shape:
      'm15 9-6 6m0-6 6 6M2.586 16.726A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2h6.624a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586z',
  },
  none: { text: 'text-dimmed', icon: '', shape: null },
}

/** How health is drawn: with a shape per state, ready quiet and failing not. */
export function healthLook(health: ReleaseHealth | undefined): HealthLook {
  return looks[health?.state ?? 'none']
}
