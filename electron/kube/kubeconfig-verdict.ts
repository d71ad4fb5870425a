import { fileWords } from '../files/file-fault'
import { checkOrdinaryFile, readOrdinaryFile } from '../files/read-ordinary'
import type { ExecConfig, RawCluster, RawUser } from './kubeconfig-schema'
import { authorityFault, keyPairFault } from './pem'

/** One reason why client-go refuses a context: in words for a person, and as client-go says it. */
export interface Refusal {
  readonly words: string
  readonly raw: string
}

/** A context's entries with their names. */
export interface NamedEntries {
  readonly clusterName: string
  readonly cluster: RawCluster
  readonly userName: string
  readonly user: RawUser
}

/**
 * Why client-go refuses a cluster and a user, whatever the address: k8s.io/client-go/tools/clientcmd/validation.go
 * (validateClusterInfo, validateAuthInfo). All reasons at once, as it tells them.
 */
export async function entryRefusals(entries: NamedEntries): Promise<Refusal[]> {
  return (await Promise.all([clusterRefusals(entries), certificateRefusals(entries)]))
    .flat()
    .concat(userRefusals(entries))
}

async function clusterRefusals({ cluster, clusterName: name }: NamedEntries): Promise<Refusal[]> {
  const whose = `The cluster "${name}"`
  const found: Refusal[] = []
  if (!cluster.server)
    found.push({ words: `${whose} has no server address.`, raw: `no server found for cluster "${name}"` })
  const proxy = cluster['proxy-url']
  if (proxy && !isProxy(proxy)) {
    const words = `The proxy-url of the cluster "${name}" must be an address that starts with http://, https:// or socks5://.`
    found.push({ words, raw: `invalid 'proxy-url' for cluster "${name}"` })
  }
  if (cluster['certificate-authority'] && cluster['certificate-authority-data']) {
    found.push({
      words: `${whose} has both certificate-authority and certificate-authority-data; only one is allowed.`,
      raw: `certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`,
    })
  }
  return [...found, ...(await unreadable(cluster['certificate-authority'], 'certificate-authority', name))]
}

function isProxy(text: string): boolean {
  return /^(?:https?|socks5):/i.test(text) && !/[\s\u0000-\u001f\u007f]/.test(text) && URL.canParse(text)
}

async function certificateRefusals({ user, userName: name }: NamedEntries): Promise<Refusal[]> {
  const {
    'client-certificate': file,
    'client-certificate-data': data,
    'client-key': keyFile,
    'client-key-data': keyData,
  } = user
  if (!file && !data) return []
  const whose = `The user "${name}"`
  const found: Refusal[] = []
  if (file && data) {
    found.push({
      words: `${whose} has both client-certificate and client-certificate-data; only one is allowed.`,
      raw: `client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`,
    })
  }
  if (keyFile && keyData) {
    found.push({
      words: `${whose} has both client-key and client-key-data; only one is allowed.`,
      raw: `client-key-data and client-key are both specified for ${name}; client-key-data will override`,
    })
  }
  if (!keyFile && !keyData) {
    found.push({
      words: `${whose} has a client certificate but no client-key or client-key-data.`,
      raw: `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`,
    })
  }
  const files = [unreadable(file, 'client-certificate', name), unreadable(keyFile, 'client-key', name)]
  return [...found, ...(await Promise.all(files)).flat()]
}

function userRefusals({ user, userName: name }: NamedEntries): Refusal[] {
  const whose = `The user "${name}"`
  const found = user.exec ? execRefusals(user.exec, whose, name) : []
  if (user.exec && user['auth-provider']) {
    const words = `${whose} has both auth-provider and exec; only one is allowed.`
    found.push({ words, raw: `authProvider cannot be provided in combination with an exec plugin for ${name}` })
  }
  if (user.token && (user.username || user.password)) {
    const words = `${whose} has both a token and a user name with password; only one is allowed.`
    found.push({
      words,
      raw: `more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`,
    })
  }
  const extra = Object.keys(user['as-user-extra'] ?? {}).length
  if ((user['as-uid'] || user['as-groups']?.length || extra > 0) && !user.as) {
    const words = `${whose} acts as another uid, group or extra, but "as" names no user.`
    found.push({ words, raw: `requesting uid, groups or user-extra for ${name} without impersonating a user` })
  }
  return found
}

const interactiveModes: readonly string[] = ['Never', 'IfAvailable', 'Always']
const execVersions: readonly string[] = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

function execRefusals(
  { command, apiVersion, env, interactiveMode }: ExecConfig,
  whose: string,
  name: string,
): Refusal[] {
  const needs = `to use exec authentication plugin`
  const found: Refusal[] = []
  if (command === '')
    found.push({ words: `${whose} has exec without a command.`, raw: `command must be specified for ${name} ${needs}` })
  if (!apiVersion) {
    const words = `${whose} has exec without an apiVersion, such as ${String(execVersions[0])}.`
    found.push({ words, raw: `apiVersion must be specified for ${name} ${needs}` })
  }
  if (env?.some((one) => one.name === '')) {
    const words = `${whose} has exec with an env entry that has no name.`
    found.push({ words, raw: `env variable name must be specified for ${name} ${needs}` })
  }
  if (!interactiveMode) {
    if (/^client\.authentication\.k8s\.io\/v1(?:alpha1|beta1)$/.test(apiVersion ?? '')) return found
    const words = `${whose} has exec without interactiveMode: Never, IfAvailable or Always.`
    found.push({ words, raw: `interactiveMode must be specified for ${name} ${needs}` })
  } else if (!interactiveModes.includes(interactiveMode)) {
    const words = `${whose} has exec with the interactiveMode "${interactiveMode.slice(0, 100)}". It must be Never, IfAvailable or Always.`
    found.push({ words, raw: `invalid interactiveMode for ${name}: ${JSON.stringify(interactiveMode.slice(0, 100))}` })
  }
  return found
}

/** client-go opens each file that is named, used or not. Whatever may never end to read is refused here too. */
async function unreadable(file: string | null | undefined, field: string, name: string): Promise<Refusal[]> {
  if (!file) return []
  try {
    await checkOrdinaryFile(file)
    return []
  } catch (error) {
    const words = fileWords(error)
    const code = (error as NodeJS.ErrnoException).code ?? words
    return [
      {
        words: `${file}, the ${field} of "${name}": ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
        raw: `unable to read ${field} ${file} for ${name} due to ${code}`,
      },
    ]
  }
}

/**
 * Why client-go refuses a cluster and a user once it speaks TLS with them: rest/transport.go, transport/transport.go and
 * plugin/pkg/client/auth/exec. The first reason, as it tells it.
 * @throws FileFault, or the system's error, when a file cannot be read
 */
export async function tlsRefusal(entries: NamedEntries): Promise<Refusal | undefined> {
  return (
    methodRefusal(entries) ??
    (await tokenRefusal(entries)) ??
    (await authorityRefusal(entries)) ??
    (await pairRefusal(entries.user))
  )
}

function methodRefusal({ user, userName: name }: NamedEntries): Refusal | undefined {
  const { exec, 'auth-provider': provider } = user
  if (exec && !execVersions.includes(exec.apiVersion ?? '')) {
    const version = (exec.apiVersion ?? '').slice(0, 100)
    const words = `The user "${name}" has exec with the apiVersion "${version}". kubectl and helm know only ${execVersions.join(' and ')}.`
    return { words, raw: `exec plugin: invalid apiVersion ${JSON.stringify(version)}` }
  }
  if (provider && provider.name !== 'oidc') return providerRefusal(provider.name.slice(0, 100), name)
  const missing = provider ? ['idp-issuer-url', 'client-id'].find((field) => !provider.config?.[field]) : undefined
  if (missing !== undefined) return oidcRefusal(name, missing)
  if (user.username && (user.token || user.tokenFile)) {
    const words = `The user "${name}" has both a token and a user name; only one is allowed.`
    return { words, raw: 'username/password or bearer token may be set, but not both' }
  }
  return undefined
}

async function tokenRefusal({ user, userName }: NamedEntries): Promise<Refusal | undefined> {
  return user.token ? undefined : (await unreadable(user.tokenFile, 'tokenFile', userName))[0]
}

function oidcRefusal(name: string, field: string): Refusal {
  return { words: `The user "${name}" has the auth-provider "oidc" without ${field}.`, raw: `Must provide ${field}` }
}

function providerRefusal(provider: string, name: string): Refusal {
  const whose = `The user "${name}" has the auth-provider "${provider}"`
  if (provider !== 'gcp' && provider !== 'azure') {
    return {
      words: `${whose}, which kubectl and helm don't know.`,
      raw: `no Auth Provider found for name "${provider}"`,
    }
  }
  const instead = provider === 'gcp' ? 'gke-gcloud-auth-plugin' : 'kubelogin'
  const words = `${whose}, which kubectl and helm no longer have. Use the exec plugin ${instead} instead.`
  return { words, raw: `The ${provider} auth plugin has been removed.` }
}

async function authorityRefusal({ cluster, clusterName }: NamedEntries): Promise<Refusal | undefined> {
  const { 'certificate-authority': file, 'certificate-authority-data': data } = cluster
  if (!file && !data) return undefined
  if (cluster['insecure-skip-tls-verify'] === true) {
    return {
      words: `The cluster "${clusterName}" has insecure-skip-tls-verify: true and a certificate authority; only one is allowed.`,
      raw: 'specifying a root certificates file with the insecure flag is not allowed',
    }
  }
  const pem = await contentOf(data, file)
  const field = data ? 'certificate-authority-data' : 'certificate-authority'
  return pem === '' ? undefined : authorityFault(pem, `The ${field} of the cluster "${clusterName}"`)
}

async function pairRefusal(user: RawUser): Promise<Refusal | undefined> {
  const { 'client-certificate': file, 'client-certificate-data': data } = user
  if (!file && !data) return undefined
  const [certificate, key] = await Promise.all([
    contentOf(data, file),
    contentOf(user['client-key-data'], user['client-key']),
  ])
  return keyPairFault(certificate, key)
}

/** Of a certificate, a key or a token: twice the largest bundle of authorities. */
export const credentialFile = { maxBytes: 1024 * 1024 } as const

async function contentOf(data: string | null | undefined, file: string | null | undefined): Promise<string> {
  if (data) return Buffer.from(data, 'base64').toString('utf8')
  return file ? (await readOrdinaryFile(file, credentialFile)).toString('utf8') : ''
}
