import { closeSync, fstatSync, openSync, readSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const runPrefix = 'wheelhouse-run-'

/** The folder of the run with this name. */
export function runFolder(root: string, name: string): string {
  return join(root, `${runPrefix}${name}`)
}

/** In a run's folder: pid and start time of the program, for the sweep after a crash. */
export const pidFile = 'pid'

/** In a run's folder: the kubeconfig that helm uses, for a pinned cluster only. */
export const kubeconfigFile = 'kubeconfig'

/** How a program names the chart that it gets as an open file, where the system knows such names. */
export const chartDescriptor = '/dev/fd/3'

/** What one run of a program has on disk: a folder only the owner may enter, and the open ends of its streams. */
export interface PrivateFiles {
  /** Empty: a chart argument like `repo/name` must never meet a local folder of that name. */
  readonly cwd: string
  readonly stdin: number | null
  /** An open file that the program reads as `chartDescriptor`; null where none was given. */
  readonly chart: number | null
  readonly stdout: number
  readonly stderr: number
  /** The path of the kubeconfig; null where none was given. */
  readonly kubeconfig: string | null
  /** Notes who works here. */
  sign(pid: number, startTime: string | null): void
  /** Closes everything and deletes the folder. */
  dispose(): Promise<void>
}

export interface Contents {
  readonly stdin?: string | undefined
  readonly chart?: Buffer | undefined
  readonly kubeconfig?: string | undefined
}

/**
 * Makes the folder and opens the streams of one run. Output goes to files rather than pipes so that a change under way
 * does not die of a broken pipe when the app is killed (measured: only this survives).
 *
 * Standard input is a file too, complete before the program starts: through a pipe a program could read a cut-off text
 * as if it were whole when the app dies while writing. It has no name from the start, so secrets never lie in a folder.
 * @param root made for the owner alone when it does not exist; so is the new folder inside in any case
 * @param contents what the program reads: `stdin`, a `chart`, which has no name either, and a `kubeconfig`, which lies in the
 *   folder for as long as the run does
 * @param name by which the folder is found again; any by default
 */
export async function openPrivateFiles(root: string, contents: Contents, name?: string): Promise<PrivateFiles> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const dir = name === undefined ? await mkdtemp(join(root, runPrefix)) : await makeFolder(runFolder(root, name))
  const open: number[] = []
  const dispose = async (): Promise<void> => {
    for (const fd of open.splice(0)) closeSync(fd)
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
  const openNew = (name: string): number => {
    const fd = openSync(join(dir, name), 'wx+', 0o600)
    open.push(fd)
    return fd
  }
  try {
    const cwd = join(dir, 'empty')
    await mkdir(cwd, { mode: 0o700 })
    const { stdin, chart, kubeconfig } = contents
    const nameless = (name: string, content: string | Buffer | undefined): number | null =>
      content === undefined ? null : writeNameless(openNew(name), join(dir, name), Buffer.from(content))
    return {
      cwd,
      stdin: nameless('stdin', stdin),
      chart: nameless('chart', chart),
      stdout: openNew('stdout'),
      stderr: openNew('stderr'),
      kubeconfig: kubeconfig === undefined ? null : await writeKubeconfig(dir, kubeconfig),
      sign: signer(dir),
      dispose,
    }
  } catch (reason) {
    await dispose()
    throw reason
  }
}

async function writeKubeconfig(dir: string, text: string): Promise<string> {
  const path = join(dir, kubeconfigFile)
  await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  return path
}

async function makeFolder(dir: string): Promise<string> {
  await mkdir(dir, { mode: 0o700 })
  return dir
}

/** Not fatal on a full disk: by then the program runs, and its end must be waited for. */
function signer(dir: string): PrivateFiles['sign'] {
  return (pid, startTime) => {
    try {
      writeFileSync(join(dir, pidFile), `${pid} ${startTime ?? ''}`, { mode: 0o600 })
    } catch {
      // The sweep then takes the folder for one that was never used, a minute after it was made.
    }
  }
}

/** Writes by position, so that the shared file offset stays 0 for the reader. */
function writeNameless(fd: number, path: string, bytes: Buffer): number {
  unlinkSync(path)
  let at = 0
  while (at < bytes.length) at += writeSync(fd, bytes, at, bytes.length - at, at)
  return fd
}

/** The size of an open file in bytes. */
export function sizeOf(fd: number): number {
  return fstatSync(fd).size
}

/** The text of an open file from its start, at most `maxBytes` of it. */
export function readText(fd: number, maxBytes: number): string {
  const bytes = Buffer.alloc(Math.min(sizeOf(fd), maxBytes))
  let at = 0
  while (at < bytes.length) {
    const read = readSync(fd, bytes, at, bytes.length - at, at)
    if (read === 0) break
    at += read
  }
  return bytes.toString('utf8', 0, at)
}
