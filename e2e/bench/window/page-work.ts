import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { BenchWindow } from './app'

const eventShape = z.object({
  pid: z.number(),
  tid: z.number(),
  ph: z.string(),
  name: z.string(),
  /** Processor time of the thread, in microseconds. */
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional().catch(undefined),
})
const traceShape = z.object({ traceEvents: z.array(eventShape.catch({ pid: 0, tid: 0, ph: '', name: '' })) })

/** The process of the page. */
export function pageProcess({ app }: Pick<BenchWindow, 'app'>): Promise<number> {
  return app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)
}

/** Has Chromium record each task of its threads from now on, with the processor time that it took. */
export async function recordTasks({ app }: Pick<BenchWindow, 'app'>): Promise<void> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
  )
}

/**
 * Ends `recordTasks`. The most that the page's main thread worked for in one task, in milliseconds: unlike a task's length it
 * leaves out the time for which the thread had no processor. Null where the trace does not tell.
 * @param pid of the page's process
 */
export async function longestTaskWork({ app }: BenchWindow, pid: number, folder: string): Promise<number | null> {
  const file = join(folder, 'tasks.json')
  await app.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file)
  const { traceEvents } = traceShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  const own = traceEvents.filter((event) => event.pid === pid)
  const main = own.find(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
  const worked = own.filter(({ ph, tid }) => ph === 'X' && tid === main?.tid).flatMap(({ tdur }) => tdur ?? [])
  return worked.length === 0 ? null : worked.reduce((most, one) => Math.max(most, one), 0) / 1_000
}
