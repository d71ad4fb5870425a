/** A function of an offset: its line, as an editor counts, from 1. */
export function linesOf(text: string): (offset: number) => number {
  const starts = [0]
  for (const { index, 0: found } of text.matchAll(/\r\n?|\n/g)) starts.push(index + found.length)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
