/**
 * @typedef {object} Line
 * @property {string} title
 * @property {number} started ms since 1970
 * @property {number | undefined} estimate ms
 * @property {string} note
 * @property {number} fraction 0 to 1, or -1 where nobody knows
 */

/**
 * @typedef {object} Reporter
 * @property {(id: string, title: string, estimate: number | undefined) => void} start
 * @property {(id: string, progress: { fraction?: number | undefined, note?: string | undefined }) => void} update
 * @property {(id: string, mark: 'done' | 'failed' | 'stopped', note?: string) => void} end
 * @property {(text: string) => void} say a line that stays
 * @property {() => void} close
 */

const MARKS = { done: '✓', failed: '✗', stopped: '–' }
const FRAME_MS = 120
/** A step that is over at once found its work done already: nobody needs to read about it. */
const QUIET_MS = 250
const PLAIN_EVERY_MS = 10_000

/**
 * Shows steps under way: rewritten lines in a terminal, elsewhere one line for each change and one every ten seconds.
 * @param {{ write: (text: string) => unknown, isTTY?: boolean | undefined, columns?: number | undefined }} out
 * @returns {Reporter}
 */
export function createReporter(out) {
  /** @type {Map<string, Line>} */
  const lines = new Map()
  const live = out.isTTY === true
  let drawn = 0
  const shown = () => [...lines.values()].filter((line) => Date.now() - line.started >= QUIET_MS)
  const clear = () => {
    if (drawn > 0) out.write(`\u001b[${drawn}A\u001b[0J`)
    drawn = 0
  }
  const draw = () => {
    const width = (out.columns ?? 100) - 1
    for (const line of shown()) out.write(`${`… ${describe(line)}`.slice(0, width)}\n`)
    drawn = shown().length
  }
  const say = (/** @type {string} */ text) => {
    if (live) clear()
    out.write(`${text}\n`)
    if (live) draw()
  }
  const tick = () => {
    if (live) clear()
    if (live) draw()
    else for (const line of shown()) out.write(`… ${describe(line)}\n`)
  }
  const announce = (/** @type {Line} */ { title, estimate }) =>
    out.write(`… ${title}${estimate ? `, about ${seconds(estimate)}` : ''}\n`)
  const timer = setInterval(tick, live ? FRAME_MS : PLAIN_EVERY_MS)
  timer.unref()
  return {
    start: (id, title, estimate) => {
      const line = { title, started: Date.now(), estimate, note: '', fraction: -1 }
      lines.set(id, line)
      if (!live) setTimeout(() => lines.get(id) === line && announce(line), QUIET_MS)
    },
    update: (id, { fraction, note }) => {
      const line = lines.get(id)
      if (!line) return
      if (fraction !== undefined) line.fraction = fraction
      if (note !== undefined) line.note = note
    },
    end: (id, mark, note = '') => {
      const line = lines.get(id)
      lines.delete(id)
      const elapsed = Date.now() - (line?.started ?? 0)
      if (!line || (mark === 'done' && elapsed < QUIET_MS)) return
      say(`${MARKS[mark]} ${line.title}, ${seconds(elapsed)}${note ? `: ${note}` : ''}`)
    },
    say,
    close: () => {
      clearInterval(timer)
      if (live) clear()
    },
  }
}

/** @param {Line} line */
function describe({ title, started, estimate, note, fraction }) {
  const elapsed = Date.now() - started
  const percent = fraction >= 0 ? ` ${Math.min(99, Math.floor(fraction * 100))} %` : ''
  return `${title}${percent}, ${seconds(elapsed)}${remaining(elapsed, estimate, fraction)}${note ? ` (${note})` : ''}`
}

/**
 * @param {number} elapsed
 * @param {number | undefined} estimate
 * @param {number} fraction
 */
function remaining(elapsed, estimate, fraction) {
  // The first tenth of a step says little about the rest: until then the last run's time is the better guess.
  const total = fraction > 0.1 ? elapsed / fraction : estimate
  if (total === undefined) return ''
  return total > elapsed ? `, about ${seconds(total - elapsed)} left` : ', longer than last time'
}

/**
 * @param {number} ms
 * @returns {string} such as "0.4 s", "45 s" or "5 min 30 s"
 */
export function seconds(ms) {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  const whole = Math.round(ms / 1000)
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
