import { fail } from '@shared/errors'

/** What went wrong at or behind a proxy. */
export interface ProxyTrouble {
  readonly message: string
  readonly cause: string
}

/** Codes of a connection that did not come about: with a proxy that is the connection to the proxy. */
const unreached: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at its address: it is stopped, or the address is wrong.',
  ENOTFOUND: 'Its name is unknown.',
  EAI_AGAIN: "Its name couldn't be looked up.",
  EHOSTUNREACH: 'There is no route to its address.',
  ENETUNREACH: 'There is no network.',
  ETIMEDOUT: "It didn't respond in time.",
}

const whereSet = 'It is set by proxy-url in the kubeconfig, or by HTTPS_PROXY or HTTP_PROXY.'

/**
 * Words for a failure of a connection that goes through a proxy; undefined where the failure is not the proxy's.
 * @param proxy its address without user name and password
 * @param code of the error; '' where it has none
 */
export function proxyTrouble(proxy: string, error: Error, code: string): ProxyTrouble | undefined {
  // hpagent's words for a CONNECT that was refused.
  const status = /^Bad response: (\d{3})$/.exec(error.message)?.[1]
  if (status !== undefined) return proxyStatus(proxy, Number(status))
  const reason = unreached[code]
  if (reason !== undefined) return { message: `Can't reach the proxy ${proxy}.`, cause: `${reason} ${whereSet}` }
  if (error.message === 'Proxy timeout') return { message: `The proxy ${proxy} doesn't respond.`, cause: whereSet }
  if (code.startsWith('HPE_')) {
    return {
      message: `The proxy ${proxy} doesn't respond like a proxy.`,
      cause: `The address may be wrong. ${whereSet}`,
    }
  }
  if (!/^socks/i.test(error.message) && error.name !== 'SocksClientError') return undefined
  return /authentication/i.test(error.message)
    ? signIn(proxy)
    : {
        message: `The proxy ${proxy} couldn't connect to the cluster.`,
        cause: `It may be the wrong proxy. ${whereSet}`,
      }
}

/** Words for what a proxy answered. @param proxy as for `proxyTrouble`; '' where it is not known */
export function proxyStatus(proxy: string, status: number): ProxyTrouble {
  if (status === 407) return signIn(proxy)
  const cause = `It responded with HTTP status ${status}. ${whereSet}`
  return status === 403
    ? { message: `The proxy ${proxy} doesn't allow connections to the cluster.`, cause }
    : { message: `The proxy ${proxy} couldn't connect to the cluster.`, cause }
}

function signIn(proxy: string): ProxyTrouble {
  return {
    message: `The proxy ${proxy}`.trimEnd() + ' requires a sign-in, or rejected yours.',
    cause: `Put user name and password into its address (http://user:password@host:port). ${whereSet}`,
  }
}

/**
 * Refuses a proxy's address that is none: one of the environment, since a kubeconfig's was looked at before.
 * @throws AppFailure `cluster-unreachable`; the address is not repeated, as it may hold a password
 */
export function checkProxy(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url !== undefined && /^(?:https?|socks[45]?[ah]?):$/.test(url.protocol) && url.hostname !== '') return
  fail('cluster-unreachable', "The proxy's address is not valid.", {
    cause: 'HTTPS_PROXY or HTTP_PROXY must be an address that starts with http://, https:// or socks5://.',
    actions: ['retry', 'choose-context'],
  })
}

/** A proxy's address as it may be shown. */
export function shownProxy(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url === undefined ? 'on the way' : `${url.protocol}//${url.host}`
}
