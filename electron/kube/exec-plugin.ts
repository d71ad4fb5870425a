// This file owns the processes of exec plugins; helm is not started here.
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { FileFault } from '../files/file-fault'
import { inTime } from '../files/in-time'
import { endWithApp, signalGroup } from '../processes/end-with-app'
import type { RawCluster, ExecConfig } from './kubeconfig-schema'
import { execFailure, type Place } from './errors'
import { readGoYaml } from './go-yaml'
import { keyPairFault } from './pem'

/** Some plugins wait for a sign-in in the browser. Callers wait less: they join the run that is under way. */
const maxRunMs = 120_000
const maxOutputBytes = 1024 * 1024
const killAfterMs = 2_000

/** client-go takes null and '' for nothing. */
const given = z
  .string()
  .nullish()
  .transform((value) => value || undefined)

const execCredentialSchema = z.looseObject({
  kind: z.literal('ExecCredential'),
  apiVersion: z.string(),
  status: z.looseObject({
    token: given,
    clientCertificateData: given,
    clientKeyData: given,
    expirationTimestamp: z.iso.datetime({ offset: true }).nullish(),
  }),
})

/** Credentials as a plugin gave them. */
export interface ExecCredential {
  readonly token?: string | undefined
  /** PEM text. */
  readonly certificate?: string | undefined
  /** PEM text. */
  readonly key?: string | undefined
  /** Milliseconds since 1970; absent: good until the server refuses them. */
  readonly expiresAt?: number | undefined
}

export interface ExecRun {
  readonly place: Place
  readonly exec: ExecConfig
  readonly cluster: RawCluster
  /** The person's environment, PATH from the login shell included. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ends the plugin. */
  readonly signal: AbortSignal
  readonly maxRunMs?: number
}

/**
 * Runs an exec credential plugin as client-go does: kubernetes.io/docs/reference/access-authn-authz/authentication
 * "client-go credential plugins". @kubernetes/client-node has its own runner, but that one knows no time limit, no
 * KUBERNETES_EXEC_INFO and no output limit.
 * @throws AppFailure `cluster-exec-plugin` with the plugin's stderr as detail
 */
export async function runExecPlugin(run: ExecRun): Promise<ExecCredential> {
  const { place, exec } = run
  const { command } = exec
  if (exec.interactiveMode === 'Always') {
    throw execFailure(place, {
      command,
      cause: "It needs to ask questions in a terminal, and Wheelhouse doesn't have one.",
    })
  }
  await checkCommand(run)
  if (run.signal.aborted) throw execFailure(place, { command, cause: 'It was stopped.' })
  const { stdout, stderr } = await collect(run)
  const parsed = execCredentialSchema.safeParse(await parsePrinted(stdout))
  if (!parsed.success) {
    throw execFailure(place, { command, cause: 'What it printed is not an ExecCredential.', stderr })
  }
  const { apiVersion, status } = parsed.data
  if (exec.apiVersion && apiVersion !== exec.apiVersion) {
    const cause = `It uses ${apiVersion}, but the kubeconfig asks for ${exec.apiVersion}.`
    throw execFailure(place, { command, cause, stderr })
  }
  const { token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp: until } = status
  if (token === undefined && (certificate === undefined || key === undefined)) {
    throw execFailure(place, { command, cause: "It didn't give a token, or a certificate with its key.", stderr })
  }
  const fault = certificateFault(certificate, key)
  if (fault !== undefined) throw execFailure(place, { command, cause: fault, stderr })
  return { token, certificate, key, expiresAt: until ? Date.parse(until) : undefined }
}

/** A certificate comes with its key, and they fit, as client-go wants it. */
function certificateFault(certificate: string | undefined, key: string | undefined): string | undefined {
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined || key === undefined) return 'It gave a certificate or a key, but not both.'
  return keyPairFault(certificate, key)?.words
}

/** To start a program on a drive that does not answer would hold up the main process until it does. */
async function checkCommand({ exec, place }: ExecRun): Promise<void> {
  const { command } = exec
  if (!isAbsolute(command)) return
  await inTime(command, () => stat(command)).catch((thrown: unknown) => {
    if (!(thrown instanceof FileFault)) return
    throw execFailure(place, { command, cause: thrown.message })
  })
}

interface Output {
  readonly stdout: string
  readonly stderr: string
}

function collect(run: ExecRun): Promise<Output> {
  const { exec, place } = run
  const child = start(run)
  endWithApp(child, 'close')
  const stdout = gather(child.stdout, maxOutputBytes)
  const stderr = gather(child.stderr, 16 * 1024)
  return new Promise((resolve, reject) => {
    const fail = (cause: string): void =>
      reject(execFailure(place, { command: exec.command, cause, stderr: stderr.text() }))
    const limitMs = run.maxRunMs ?? maxRunMs
    let isStopped = false
    const stop = (cause: string): void => {
      if (isStopped) return
      isStopped = true
      fail(cause)
      endProcess(child)
    }
    const timer = setTimeout(() => stop(`It didn't finish within ${limitMs / 1000} seconds.`), limitMs)
    const onAbort = (): void => stop('It was stopped.')
    child.stdout.on('data', () => {
      if (stdout.overflown()) stop('It printed too much.')
    })
    run.signal.addEventListener('abort', onAbort, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      run.signal.removeEventListener('abort', onAbort)
    }
    child.once('error', (error) => {
      settle()
      fail(spawnReason(error, exec))
    })
    child.once('close', (code, signal) => {
      settle()
      if (code !== 0) fail(`It failed with ${code === null ? `signal ${signal ?? '?'}` : `exit code ${code}`}.`)
      else resolve({ stdout: stdout.text(), stderr: stderr.text() })
    })
  })
}

/** Some of what keeps a program from starting Node throws at once: too long an environment, a zero byte, a file as a folder. */
function start(run: ExecRun): ChildProcessByStdio<null, Readable, Readable> {
  const { exec, place } = run
  try {
    return spawn(exec.command, exec.args ?? [], {
      env: pluginEnv(run),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own, so that a shell script's children end with it.
      detached: process.platform !== 'win32',
    })
  } catch (thrown) {
    throw execFailure(place, { command: exec.command, cause: spawnReason(thrown as NodeJS.ErrnoException, exec) })
  }
}

function spawnReason(error: NodeJS.ErrnoException, { command, installHint }: ExecConfig): string {
  if (error.code === 'EACCES') return `You may not run ${command}.`
  if (error.code === 'E2BIG') return 'The kubeconfig gives it more than a program can be given.'
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
    return `It couldn't be started (${error.code ?? 'for an unknown reason'}).`
  const hint = installHint ? ` ${installHint.slice(0, 1_000)}` : ''
  return `There is no such program in PATH. Install it, or correct the kubeconfig.${hint}`
}

function pluginEnv({ exec, cluster, place, env }: ExecRun): NodeJS.ProcessEnv {
  const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]))
  const info = {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
    spec: { interactive: false, ...(exec.provideClusterInfo && { cluster: clusterInfo(cluster, place) }) },
  }
  return { ...env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) }
}

function clusterInfo(cluster: RawCluster, place: Place): Record<string, unknown> {
  return {
    server: place.server,
    'tls-server-name': cluster['tls-server-name'] ?? undefined,
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] ?? undefined,
    'certificate-authority-data': cluster['certificate-authority-data'] ?? undefined,
    'proxy-url': cluster['proxy-url'] ?? undefined,
  }
}

function gather(stream: NodeJS.ReadableStream, maxBytes: number): { text(): string; overflown(): boolean } {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    // Read on, or the plugin would block; keep no more.
    if (size <= maxBytes) chunks.push(chunk)
  })
  return { text: () => Buffer.concat(chunks).toString('utf8'), overflown: () => size > maxBytes }
}

function endProcess(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs)
  timer.unref()
  child.once('close', () => clearTimeout(timer))
}

/** YAML of more characters than a certificate chain and its key have would hold up the main process. */
const maxYaml = 64 * 1024

/** client-go takes JSON and YAML from a plugin. */
async function parsePrinted(text: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch {
    if (text.length > maxYaml) return undefined
    const read = await readGoYaml(text)
    return read.kind === 'ok' ? read.value : undefined
  }
}
