import { AppFailure, appError, fail } from '@shared/errors'
import { credentialFileFailure, type Place } from './errors'
import type { RawCluster, RawUser } from './kubeconfig-schema'
import { entryRefusals, tlsRefusal, type NamedEntries, type Refusal } from './kubeconfig-verdict'
import type { Pin } from './pin'
import { serverUrl, type UrlLogin } from './server-url'

/** A context's entries, found in the merged files; only what client-go uses of them. */
export interface ContextEntries {
  readonly place: Place
  readonly cluster: RawCluster
  readonly user: RawUser
}

type ContextParts = Pick<Pin, 'context' | 'cluster' | 'user'>

/**
 * What client-go makes of a context for helm and kubectl: a user that is missing is nobody, a cluster that is missing is a
 * fault.
 * @throws AppFailure `context-missing`, or `kubeconfig-invalid` with client-go's reason where it refuses the context
 */
export async function usableEntries(context: string, parts: ContextParts): Promise<ContextEntries> {
  const named = namedEntries(context, parts)
  const refusals = await entryRefusals(named)
  if (refusals.length > 0) throw refused(context, refusals)
  const address = serverUrl(named.cluster.server ?? '')
  if (!('url' in address)) throw refused(context, [address])
  const place = { context, server: address.url }
  if (!address.url.startsWith('https:')) {
    const { cluster, user } = withoutTls(named)
    return { place, cluster, user: loggedIn(user, address.login) }
  }
  const refusal = await tlsRefusal(named).catch((thrown: unknown) => {
    throw credentialFileFailure(place, thrown as Error)
  })
  if (refusal !== undefined) throw refused(context, [refusal])
  return { place, cluster: named.cluster, user: loggedIn(usedOf(named.user), address.login) }
}

function namedEntries(context: string, parts: ContextParts): NamedEntries {
  const [clusterName, userName] = [parts.context.cluster ?? '', parts.context.user ?? '']
  if (parts.cluster === null) {
    const cause = `It names the cluster "${clusterName}", which is not in the kubeconfig.`
    fail('context-missing', `The context "${context}" is not complete.`, { cause, actions: ['choose-context'] })
  }
  return { clusterName, cluster: parts.cluster, userName, user: parts.user ?? {} }
}

function refused(context: string, refusals: readonly Refusal[]): AppFailure {
  return new AppFailure(
    appError('kubeconfig-invalid', `The context "${context}" can't be used.`, {
      cause: refusals.map(({ words }) => words).join(' '),
      actions: ['choose-context', 'choose-kubeconfig', 'retry'],
      detail: `What helm and kubectl say about it:\n${refusals.map(({ raw }) => raw).join('\n')}`,
    }),
  )
}

/** Without TLS client-go looks at no certificate and sends no credentials; whom it acts as is told all the same. */
function withoutTls({ cluster, user }: NamedEntries): Omit<ContextEntries, 'place'> {
  const { as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra } = user
  return {
    cluster: { server: cluster.server, 'proxy-url': cluster['proxy-url'] },
    user: { as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra },
  }
}

/** A plugin is asked only where the user has no credentials of its own; a key without a certificate counts for nothing. */
function usedOf(user: RawUser): RawUser {
  const hasCertificate = Boolean(user['client-certificate']) || Boolean(user['client-certificate-data'])
  const hasOther = Boolean(user.token) || Boolean(user.tokenFile) || Boolean(user.username)
  return {
    ...user,
    ...(!hasCertificate && { 'client-key': undefined, 'client-key-data': undefined }),
    ...((hasOther || hasCertificate) && { exec: undefined }),
    ...(hasOther && { 'auth-provider': undefined }),
  }
}

/** A login in the address goes before every other, in Go's http. */
function loggedIn(user: RawUser, login: UrlLogin | null): RawUser {
  if (login === null) return user
  return { ...user, ...login, token: undefined, tokenFile: undefined, exec: undefined, 'auth-provider': undefined }
}
