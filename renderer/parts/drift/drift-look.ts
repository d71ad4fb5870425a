import type { DriftTone } from '@/lib/release/drift-words'

interface DriftLook {
  readonly text: string
  /** A path in a box of 24, drawn as a line. */
  readonly shape: string
  readonly icon: string
}

const clock = 'M12 6v6h4.5M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20'

/** Lucide's check, diff, scale, lock, clock-3, loader-circle and eye-off, as one path each. */
const looks: Readonly<Record<DriftTone, DriftLook>> = {
  none: { text: 'text-muted', icon: 'text-success', shape: 'M20 6 9 17l-5-5' },
  drift: { text: 'font-medium text-warning', icon: '', shape: 'M12 3v14M5 10h14M5 21h14' },
  expected: {
    text: 'text-muted',
    icon: '',
    shape:
      'm16 16 3-8 3 8c-.87.65-1.92 1-3 1s-2.13-.35-3-1zM2 16l3-8 3 8c-.87.65-1.92 1-3 1s-2.13-.35-3-1zM7 21h10M12 3v18M3 7h2c2 0 5-1 7-2 2 1 5 2 7 2h2',
  },
  closed: {
    text: 'text-muted',
    icon: '',
    shape: 'M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2M7 11V7a5 5 0 0 1 10 0v4',
  },
  busy: { text: 'text-muted', icon: '', shape: clock },
  checking: { text: 'text-muted', icon: 'text-primary', shape: 'M21 12a9 9 0 1 1-6.219-8.56' },
  unknown: { text: 'text-muted', icon: '', shape: 'M12 17h.01M12 13V7M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20' },
}

/** How a mark is drawn: drift stands out, all else is quiet. */
export function driftLook(tone: DriftTone): DriftLook {
  return looks[tone]
}
