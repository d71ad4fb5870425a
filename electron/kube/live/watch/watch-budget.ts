/** How many watches may be opened for something. */
export interface WatchBudget {
  /** Whether there is room for one more; then it counts as opened. */
  readonly take: () => boolean
  readonly giveBack: (count: number) => void
}

/**
 * @param most watches at a time
 * @param whole a budget that this is a part of: there has to be room in both
 */
export function createWatchBudget(most: number, whole?: WatchBudget): WatchBudget {
  let taken = 0
  return {
    take: () => {
      if (taken >= most || whole?.take() === false) return false
      taken++
      return true
    },
    giveBack: (count) => {
      taken -= count
      whole?.giveBack(count)
    },
  }
}
