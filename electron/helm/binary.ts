import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { AppFailure, appError, fail } from '@shared/errors'
import type { HelmBinary } from '@shared/model/app'
import { helmEnvironment, type Environment } from './environment'
import { runPrivately } from './private-run'
import type { Spawn } from './spawn'
import { isGoodFromPath, isUsable, parseHelmVersion, weaknessesOf } from './version'

/** Where helm may be. */
export interface HelmPlaces {
  /** HELM_BIN names a binary outright. */
  readonly env: Environment
  /** The folder of the packaged app that holds helm; null when the app is not packaged. */
  readonly bundledDir: string | null
  /** The set-up's own folder with helm in it; null when there is none. */
  readonly setUpDir: string | null
  /** The folders of PATH, in order (from the login shell when the app was started from an icon). */
  readonly pathDirs: readonly string[]
  /** How a helm is started to be asked for its version; from this thread by default. */
  readonly spawn?: Spawn
}

interface Candidate {
  readonly path: string
  readonly source: HelmBinary['source']
}

const executable = process.platform === 'win32' ? 'helm.exe' : 'helm'
const askLimits = { kind: 'read', timeLimitMs: 10_000, maxOutputBytes: 64 * 1024, stopWaitMs: 1_000 } as const
const getHelm = 'Install helm 3.20.2, 4.1.4 or newer, or set HELM_BIN to one, and try again.'

/**
 * Finds the helm to use: HELM_BIN, else the bundled one, else one on PATH that is 3.18.5 or newer, else the set-up's own.
 * A HELM_BIN that does not work is an error rather than a reason to look on: the person meant that one.
 * @throws AppFailure `helm-missing` or `helm-too-old`
 */
export async function findHelm(places: HelmPlaces): Promise<HelmBinary> {
  const named = places.env['HELM_BIN']
  if (named !== undefined && named !== '') return inspect({ path: named, source: 'environment' }, places)
  const passedOver: AppFailure[] = []
  for (const candidate of candidates(places)) {
    if (!(await isExecutable(candidate.path))) continue
    try {
      const helm = await inspect(candidate, places)
      if (helm.source !== 'path' || isGoodFromPath(helm.version)) return helm
      passedOver.push(tooOld(helm.path, helm.version))
    } catch (reason) {
      if (!(reason instanceof AppFailure)) throw reason
      passedOver.push(reason)
    }
  }
  throw notFound(passedOver)
}

function* candidates(places: HelmPlaces): Generator<Candidate> {
  if (places.bundledDir !== null) yield { path: join(places.bundledDir, executable), source: 'bundled' }
  for (const dir of places.pathDirs) if (isAbsolute(dir)) yield { path: join(dir, executable), source: 'path' }
  if (places.setUpDir !== null) yield { path: join(places.setUpDir, executable), source: 'set-up' }
}

async function inspect({ path, source }: Candidate, places: HelmPlaces): Promise<HelmBinary> {
  if (!isAbsolute(path)) missing(`"${path}" is not a full path: helm is not started from a relative one.`)
  if (!(await isExecutable(path))) missing(`There is no program at ${path}, or it may not be run.`)
  const version = await askVersion(path, places)
  if (!isUsable(version)) throw tooOld(path, version)
  return { path, version, source, warnings: weaknessesOf(version) }
}

async function askVersion(path: string, { env, spawn }: HelmPlaces): Promise<string> {
  const result = await runPrivately({
    ...askLimits,
    file: path,
    args: ['version', '--template', '{{.Version}}'],
    // Some drivers end helm at its start when their storage does not answer: that says nothing of helm.
    env: { ...helmEnvironment(env, null), HELM_DRIVER: undefined },
    root: tmpdir(),
    spawn,
  }).catch((reason: unknown) => missing(`${path} couldn't be started.`, String(reason)))
  const detail = [result.stdout, result.stderr].join('\n').trim().slice(0, 2_000)
  if (result.stop === 'timeout') missing(`${path} didn't report its version within 10 seconds.`, detail)
  const version = result.stop === null && result.end?.code === 0 ? parseHelmVersion(result.stdout) : null
  return version ?? missing(`${path} is not helm: it didn't respond to "helm version" as helm does.`, detail)
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

function missing(cause: string, detail = ''): never {
  fail('helm-missing', "helm can't be used.", { cause: `${cause} ${getHelm}`, actions: ['get-helm', 'retry'], detail })
}

function tooOld(path: string, version: string): AppFailure {
  const cause = `${path} is version ${version}; Wheelhouse needs 3.18.5 or newer. ${getHelm}`
  return new AppFailure(appError('helm-too-old', 'This helm is too old.', { cause, actions: ['get-helm', 'retry'] }))
}

/** The first one passed over is the one the person's own terminal would run, so its reason is told. */
function notFound(passedOver: readonly AppFailure[]): AppFailure {
  const [first] = passedOver
  if (first !== undefined) return first
  const cause = `Wheelhouse works through the helm program and found none on this computer. ${getHelm}`
  return new AppFailure(appError('helm-missing', 'helm was not found.', { cause, actions: ['get-helm', 'retry'] }))
}
