import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { fail } from '@shared/errors'
import { FileFault } from '../files/file-fault'
import { inTime } from '../files/in-time'

/**
 * Looks whether a chart on this computer is there before helm is started; references to repositories and registries
 * are left to helm.
 * @throws AppFailure `chart-not-found` or `chart-invalid`
 */
export async function checkLocalChart(chart: string): Promise<void> {
  if (!isAbsolute(chart)) return
  const found = await inTime(chart, () => stat(chart)).catch((reason: unknown) => notFound(chart, reason))
  if (found.isDirectory()) {
    const path = join(chart, 'Chart.yaml')
    const metadata = await inTime(path, () => stat(path)).catch(() => null)
    if (metadata?.isFile() !== true) noChart(`The folder ${chart} contains no Chart.yaml.`)
  } else if (!found.isFile() || !/\.(tgz|tar\.gz)$/i.test(chart)) {
    noChart(`${chart} is not a folder or a .tgz file.`)
  }
}

function notFound(chart: string, reason: unknown): never {
  fail('chart-not-found', 'The chart was not found on this computer.', {
    cause:
      reason instanceof FileFault
        ? `${chart}: ${reason.message}`
        : `There is nothing to read at ${chart}. It may have been moved or deleted; choose it again.`,
    detail: String(reason),
  })
}

function noChart(cause: string): never {
  fail('chart-invalid', 'This is not a chart.', { cause: `${cause} Choose a chart's folder or its .tgz.` })
}
