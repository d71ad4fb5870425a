import { dirname } from 'node:path'
import { FileFault } from './file-fault'

/** Of the four threads on which Node does all file work and looks names up; the last one is never given away. */
const mostAtOnce = 3
/** A file on a far disk that has gone to sleep takes some seconds. */
const usualLimitMs = 5_000

interface Job {
  readonly folder: string
  readonly start: () => void
}

/** Waiting for a thread, oldest first. */
const queue: Job[] = []
/** Folders with work under way: one thing at a time, so that a mount that hangs takes one thread and not all. */
const busy = new Set<string>()
/** Those of them that have not answered in time. */
const hanging = new Set<string>()

/**
 * Does file work that may never end, as on a mount whose server is gone: nothing stops such work, so its thread is lost until
 * it answers. Meanwhile other work in the same folder is refused at once, and that in other folders goes on.
 * @param path the file that it is about, absolute
 * @param limitMs from now on, also while it waits for its turn
 * @throws FileFault `late`, or what the work throws
 */
export function inTime<T>(path: string, work: () => Promise<T>, limitMs = usualLimitMs): Promise<T> {
  const folder = dirname(path)
  if (hanging.has(folder) || hanging.size >= mostAtOnce) return Promise.reject(new FileFault('late', path))
  return new Promise((resolve, reject) => {
    let hasStarted = false
    const timer = setTimeout(() => {
      if (hasStarted) hanging.add(folder)
      else queue.splice(queue.indexOf(job), 1)
      reject(new FileFault('late', path))
    }, limitMs)
    const end = (): void => {
      clearTimeout(timer)
      busy.delete(folder)
      hanging.delete(folder)
      startNext()
    }
    const job: Job = {
      folder,
      start: () => {
        hasStarted = true
        busy.add(folder)
        work().then(resolve, reject).finally(end)
      },
    }
    queue.push(job)
    startNext()
  })
}

function startNext(): void {
  while (busy.size < mostAtOnce) {
    const at = queue.findIndex(({ folder }) => !busy.has(folder))
    const [job] = at === -1 ? [] : queue.splice(at, 1)
    if (job === undefined) return
    job.start()
  }
}
