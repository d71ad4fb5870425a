import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppFailure } from '@shared/errors'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import type { Catalogue } from './catalogue'
import { saidOfIndex } from './index-words'
import { indexFailure } from './source-errors'

export interface ExplainParts {
  readonly helm: Pick<HelmRunner, 'run'>
  readonly catalogue: Catalogue
}

/** Where an index is fetched from, without a login. */
export interface IndexAddress {
  readonly url: string
  /** How helm is to trust the server, as flags. */
  readonly flags: readonly string[]
}

const timeLimitMs = 60_000

/**
 * What a failure to fetch an index is about in it: helm names a field, but not whose it is, and keeps nothing of what it
 * refuses. So helm fetches it once more, as a file, and every entry is looked at.
 * @returns the failure with the chart named; as it is where it is about something else, or nothing more is found. Never rejects.
 */
export async function explainIndex(
  { helm, catalogue }: ExplainParts,
  target: ClusterTarget | null,
  address: IndexAddress,
  failure: AppFailure,
): Promise<AppFailure> {
  if (saidOfIndex(failure.error.detail) === null) return failure
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-index-')).catch(() => null)
  if (folder === null) return failure
  try {
    const flags = [`--destination=${folder}`, ...address.flags]
    const call = { verb: ['pull'], flags, positionals: [indexUrl(address.url)], scope: 'no-cluster' } as const
    await helm.run(target, { ...call, kind: 'read', timeLimitMs })
    const found = await catalogue({ ask: 'fault', path: join(folder, 'index.yaml') })
    return found === null ? failure : indexFailure(found, failure)
  } catch {
    return failure
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** As helm finds it (repo.ResolveReferenceURL): below the address, whose query stays. */
function indexUrl(address: string): string {
  const url = new URL(address)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/index.yaml`
  url.hash = ''
  return url.href
}
