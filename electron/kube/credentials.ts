import { createHash } from 'node:crypto'
import type { Agent } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import { AppFailure } from '@shared/errors'
import { readOrdinaryFile } from '../files/read-ordinary'
import { usableEntries, type ContextEntries } from './context-entries'
import { credentialFileFailure, type Place } from './errors'
import { runExecPlugin, type ExecCredential } from './exec-plugin'
import { readKubeconfigFiles } from './kubeconfig-memory'
import type { RawUser } from './kubeconfig-schema'
import { contextMissing } from './kubeconfig-state'
import { credentialFile } from './kubeconfig-verdict'
import { mergeKubeconfigs } from './merge'
import { pinOf, type Pin } from './pin'
import { proxyFromEnv } from './proxy'
import { checkProxy, shownProxy } from './proxy-errors'
import type { ClusterTarget } from './target'

type Env = Readonly<Record<string, string | undefined>>

/** All that a request needs. */
export interface Access {
  readonly place: Place
  /** Keeps connections alive; made for exactly these certificates and this proxy. */
  readonly agent: Agent
  /** Equal for equal certificates and proxies. */
  readonly agentKey: string
  /** The certificates in the agent, for connections of one's own. */
  readonly tls: TlsAccess
  /** Whether the agent goes through a proxy; then no connection of one's own may be made. */
  readonly isProxied: boolean
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** Milliseconds since 1970; from then on it has to be made anew. */
  readonly goodUntil: number
  /** Who is meant, and where (`KubeContext.identity`). */
  readonly identity: string
}

/** As node:tls takes them. */
export interface TlsAccess extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> {
  /** The name to verify instead of the address' own. */
  readonly servername?: string
  readonly rejectUnauthorized: boolean
}

/** A context's entries, and which identity they are. */
export interface KnownEntries extends ContextEntries {
  readonly identity: string
}

/** client-go reads token files again once a minute. */
const fileCredentialsMs = 60_000
/** A credential is renewed a little before it ends. */
const renewBeforeMs = 10_000

/**
 * The target's context, cluster and user: as they were pinned, else as its files have them now.
 * @throws AppFailure `context-missing`, or `kubeconfig-invalid` where a file or client-go refuses them
 */
export async function readEntries(target: ClusterTarget): Promise<KnownEntries> {
  const pin = target.pin ?? (await readPin(target))
  return { ...(await usableEntries(target.context, pin)), identity: pin.identity }
}

/**
 * The target's context as its files have it now, or had it before they turned bad.
 * @throws AppFailure `context-missing`, or `kubeconfig-invalid` where a file says nothing any more
 */
export async function readPin({ context, kubeconfigFiles }: ClusterTarget): Promise<Pin> {
  const results = await readKubeconfigFiles(kubeconfigFiles)
  const usable = results.filter((result) => result.kind === 'ok' || result.kind === 'kept')
  const pin = pinOf(mergeKubeconfigs(usable), context)
  if (pin !== null) return pin
  const bad = results.find((result) => result.kind === 'bad')
  throw new AppFailure(bad?.error ?? contextMissing(context))
}

/** Runs the context's exec plugin where it has one. */
export function execCredential(entries: ContextEntries, env: Env, signal: AbortSignal): Promise<ExecCredential> {
  const { place, cluster, user } = entries
  if (!user.exec) return Promise.resolve({})
  return runExecPlugin({ place, cluster, exec: user.exec, env, signal })
}

/**
 * Makes the access of a context through @kubernetes/client-node: certificates, tokens, OIDC, basic auth, proxies.
 * @throws AppFailure when a file cannot be read or a certificate is none
 */
export async function makeAccess(entries: KnownEntries, credential: ExecCredential, env: Env): Promise<Access> {
  const { place, user } = entries
  const proxy = proxyOf(entries, env)
  if (proxy !== undefined) checkProxy(proxy)
  // Lazy: half a second and 50 MB that nobody needs before the first paint.
  const { KubeConfig } = await import('@kubernetes/client-node')
  try {
    const kc = new KubeConfig()
    kc.loadFromOptions(await clientNodeConfig(entries, credential, env))
    const options: RequestOptions = { rejectUnauthorized: !isInsecure(entries) }
    await kc.applyToHTTPSOptions(options)
    const agent = options.agent as Agent
    // The library makes agents without keep-alive and offers no option for it.
    Object.assign(agent, { keepAlive: true, keepAliveMsecs: 10_000 })
    return {
      place: { ...place, proxy: proxy && shownProxy(proxy) },
      agent,
      agentKey: agentKey(entries, options, env),
      tls: tlsOf(entries, options),
      isProxied: proxy !== undefined,
      headers: headersOf(options, user),
      goodUntil: goodUntil(user, credential),
      identity: entries.identity,
    }
  } catch (error) {
    throw error instanceof AppFailure ? error : credentialFileFailure(place, error as Error)
  }
}

async function clientNodeConfig(entries: ContextEntries, credential: ExecCredential, env: Env): Promise<unknown> {
  const { place, cluster, user } = entries
  const isHttp = place.server.startsWith('http:')
  return {
    currentContext: 'this',
    contexts: [{ name: 'this', cluster: 'this', user: 'this' }],
    clusters: [
      {
        name: 'this',
        server: place.server,
        caData: await dataOf(cluster['certificate-authority-data'], cluster['certificate-authority']),
        tlsServerName: cluster['tls-server-name'] ?? undefined,
        // The library refuses plain http without this; kubectl allows it (kubectl proxy).
        skipTLSVerify: isHttp || cluster['insecure-skip-tls-verify'] === true,
        proxyUrl: proxyOf(entries, env),
      },
    ],
    users: [
      {
        name: 'this',
        ...(await certificate(user, credential)),
        token: credential.token ?? (await tokenOf(user)),
        username: user.username ?? undefined,
        password: user.password ?? undefined,
        impersonateUser: user.as ?? undefined,
        authProvider: oidcProvider(user),
      },
    ],
  }
}

/**
 * What the library may know of an auth-provider. Only oidc is left of them (kubeconfig-verdict.ts); with other fields the library
 * would read files and run commands through a shell, all of which holds up the main process.
 */
function oidcProvider({ 'auth-provider': provider }: RawUser): unknown {
  if (!provider) return undefined
  const known = Object.entries(provider.config ?? {}).filter(([field]) => oidcFields.has(field))
  return { name: 'oidc', config: Object.fromEntries(known) }
}

const oidcFields = new Set(['idp-issuer-url', 'client-id', 'client-secret', 'id-token', 'refresh-token'])

/** Data as the kubeconfig has it, in base64, else what its file holds: as for kubectl. The library would wait for files. */
async function dataOf(data: string | null | undefined, file: string | null | undefined): Promise<string | undefined> {
  if (data) return data
  return file ? (await readOrdinaryFile(file, credentialFile)).toString('base64') : undefined
}

async function certificate(user: RawUser, credential: ExecCredential): Promise<Record<string, string | undefined>> {
  if (credential.certificate !== undefined && credential.key !== undefined) {
    return { certData: toBase64(credential.certificate), keyData: toBase64(credential.key) }
  }
  const certData = await dataOf(user['client-certificate-data'], user['client-certificate'])
  return { certData, keyData: await dataOf(user['client-key-data'], user['client-key']) }
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

/** kubectl prefers the file, which may be renewed, to the token while it can read it; the library does not know `tokenFile`. */
async function tokenOf(user: RawUser): Promise<string | undefined> {
  if (!user.tokenFile) return user.token || undefined
  try {
    return (await readOrdinaryFile(user.tokenFile, credentialFile)).toString('utf8').trim()
  } catch (error) {
    if (user.token) return user.token
    throw error
  }
}

function headersOf(options: RequestOptions, user: RawUser): Access['headers'] {
  const headers: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value !== undefined) headers[name] = typeof value === 'object' ? value : String(value)
  }
  if (options.auth) headers['Authorization'] = `Basic ${toBase64(options.auth)}`
  // The library impersonates users only.
  if (user['as-uid']) headers['Impersonate-Uid'] = user['as-uid']
  if (user['as-groups']?.length) headers['Impersonate-Group'] = user['as-groups']
  for (const [key, values] of Object.entries(user['as-user-extra'] ?? {})) {
    headers[`Impersonate-Extra-${encodeURIComponent(key)}`] = values
  }
  return headers
}

/** Node would trust NODE_TLS_REJECT_UNAUTHORIZED; only the kubeconfig may say so. */
function isInsecure({ cluster }: ContextEntries): boolean {
  return cluster['insecure-skip-tls-verify'] === true
}

/** The kubeconfig's proxy, else the environment's. */
function proxyOf({ place, cluster }: ContextEntries, env: Env): string | undefined {
  return cluster['proxy-url'] || proxyFromEnv(place.server, env)
}

function tlsOf(entries: ContextEntries, { ca, cert, key, servername }: RequestOptions): TlsAccess {
  const certificates = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  return { ...certificates, ...(servername && { servername }), rejectUnauthorized: !isInsecure(entries) }
}

function agentKey(entries: ContextEntries, options: RequestOptions, env: Env): string {
  const hash = createHash('sha256')
  const parts = [options.ca, options.cert, options.key, options.servername, options.rejectUnauthorized]
  for (const part of parts) hash.update(Buffer.isBuffer(part) ? part : JSON.stringify(part ?? null)).update('\0')
  return hash.update(`${entries.place.server}\0${proxyOf(entries, env) ?? ''}`).digest('hex')
}

function goodUntil(user: RawUser, { expiresAt }: ExecCredential): number {
  if (expiresAt !== undefined) return expiresAt - renewBeforeMs
  return user.tokenFile || user['auth-provider'] ? Date.now() + fileCredentialsMs : Number.POSITIVE_INFINITY
}
