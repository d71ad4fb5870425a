import { UserError, messageOf } from './user-error.mjs'

/**
 * @typedef {object} StepContext
 * @property {AbortSignal} signal
 * @property {(progress: { fraction?: number | undefined, note?: string | undefined }) => void} progress
 * @property {(text: string) => void} say a line that stays on the screen
 */

/** @typedef {{ ok: boolean, text: string }} Verdict what a step has to say at its end, where its failure stops nobody else */

/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} title
 * @property {string[]} [needs] ids of steps that come first; unknown ids count as done
 * @property {number} [estimate] ms, where this machine has no memory of its own yet
 * @property {() => boolean | Promise<boolean>} [isDone] a quick look whether there is nothing to do
 * @property {(context: StepContext) => Promise<void | Verdict>} run
 */

/**
 * Runs steps side by side, each after those it needs. The first failure stops the others.
 * @param {Step[]} steps
 * @param {object} options
 * @param {import('./reporter.mjs').Reporter} options.reporter
 * @param {import('./durations.mjs').Durations} options.durations
 * @param {AbortSignal} options.signal
 * @param {number} [options.slots] how many at a time
 * @returns {Promise<void>} rejects with the first failure, after every step has ended
 */
export async function runSteps(steps, { reporter, durations, signal, slots = steps.length }) {
  const failure = new AbortController()
  const both = AbortSignal.any([signal, failure.signal])
  const slot = semaphore(slots)
  /** @type {Map<string, Promise<void>>} */
  const running = new Map()
  const perform = async (/** @type {Step} */ step) => {
    await Promise.all((step.needs ?? []).map((id) => running.get(id) ?? Promise.resolve()))
    await slot(async () => {
      both.throwIfAborted()
      if (await step.isDone?.()) return
      await performStep(step, both, reporter, durations)
    })
  }
  for (const step of steps) {
    const promise = Promise.resolve().then(() => perform(step))
    promise.catch((/** @type {unknown} */ error) => failure.abort(error))
    running.set(step.id, promise)
  }
  await Promise.allSettled(running.values())
  await durations.save()
  signal.throwIfAborted()
  if (failure.signal.aborted) throw failure.signal.reason
}

/**
 * @param {Step} step
 * @param {AbortSignal} signal
 * @param {import('./reporter.mjs').Reporter} reporter
 * @param {import('./durations.mjs').Durations} durations
 */
async function performStep(step, signal, reporter, durations) {
  const started = Date.now()
  reporter.start(step.id, step.title, durations.estimate(step.id) ?? step.estimate)
  try {
    const progress = reporter.update.bind(undefined, step.id)
    const verdict = await step.run({ signal, progress, say: reporter.say })
    durations.learn(step.id, Date.now() - started)
    reporter.end(step.id, verdict?.ok === false ? 'failed' : 'done', verdict?.text)
  } catch (error) {
    // A person's sentence is printed once, at the end; here a defect's message is enough.
    const note = error instanceof UserError ? '' : messageOf(error)
    reporter.end(step.id, signal.aborted ? 'stopped' : 'failed', signal.aborted ? '' : note)
    throw error
  }
}

/**
 * @param {number} slots
 * @returns {(work: () => Promise<void>) => Promise<void>} runs work when a slot is free
 */
function semaphore(slots) {
  let free = Math.max(1, slots)
  /** @type {(() => void)[]} */
  const waiting = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise((resolve) => waiting.push(() => resolve(undefined)))
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
