import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withOrdinaryFile } from '../../files/read-ordinary'
import { withoutDebug } from '../../helm/debug-lines'
import type { Output } from '../../helm/private-run'
import { kubeconfigFile, runFolder } from '../../helm/private-files'
import { readKubeconfigFile } from '../../kube/kubeconfig-files'
import { mergeKubeconfigs } from '../../kube/merge'
import { pinOf, type Pin } from '../../kube/pin'

/* What a run of helm has left in its folder whose app has ended before it. */

/** As much of the end of each stream is read. Bytes. */
const maxBytes = 64 * 1024

/** What helm wrote; '' where nothing is left. */
export async function readRunOutput(root: string, id: string): Promise<Output> {
  const dir = runFolder(root, id)
  const [stdout, stderr] = await Promise.all([endOf(join(dir, 'stdout')), endOf(join(dir, 'stderr'))])
  return withoutDebug({ stdout, stderr })
}

async function endOf(path: string): Promise<string> {
  try {
    return await withOrdinaryFile(path, async (file, { size }) => {
      const bytes = Buffer.alloc(Math.min(size, maxBytes))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('utf8', 0, bytesRead)
    })
  } catch {
    return ''
  }
}

/** Deletes the folder. Never rejects: what cannot be deleted now is swept later (helm/sweep.ts). */
export async function removeRun(root: string, id: string): Promise<void> {
  await rm(runFolder(root, id), { recursive: true, force: true }).catch(() => undefined)
}

/**
 * The kubeconfig that a run left behind which the app did not see end: it leads to the cluster that was confirmed, whatever
 * the person's own says by now. null where there is none.
 */
export async function readRunPin(root: string, id: string, context: string): Promise<Pin | null> {
  const file = join(runFolder(root, id), kubeconfigFile)
  const read = await readKubeconfigFile(file)
  return read.kind === 'ok' ? pinOf(mergeKubeconfigs([read]), context) : null
}

/** Deletes it: it is for as long as helm runs. Never rejects: what cannot be deleted now goes with the folder. */
export async function removeRunPin(root: string, id: string): Promise<void> {
  await rm(join(runFolder(root, id), kubeconfigFile), { force: true }).catch(() => undefined)
}
