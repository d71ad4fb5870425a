/** A user name and a password that stand in an address. */
export interface UrlLogin {
  readonly username: string
  readonly password: string
}

/** The API server's address without a login, or why it is none. */
export type ServerUrl =
  { readonly url: string; readonly login: UrlLogin | null } | { readonly words: string; readonly raw: string }

/** A server's address as it may be shown and kept: a user and password in it are left out. */
export function withoutUser(server: string): string {
  return server.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1').slice(0, 300)
}

/**
 * The address as client-go understands it (rest.DefaultServerURL): `host:port` means http, because a kubeconfig's
 * certificates are looked at only after that; a path is kept, a query is not.
 * @param server as the kubeconfig has it, not empty
 */
export function serverUrl(server: string): ServerUrl {
  const shown = `"${withoutUser(server)}"`
  const raw = `host must be a URL or a host:port pair: ${shown}`
  if (/\s/.test(server)) return { words: `The server address ${shown} has a space in it.`, raw }
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(server)
  if (!hasScheme && /^[^/]*\/./.test(server)) {
    return { words: `The server address ${shown} has a path, so it must start with https:// or http://.`, raw }
  }
  const text = hasScheme ? server : `http://${server}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || hasBadEscape(text)) return { words: `The server address ${shown} is not an address.`, raw }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return {
      words: `The server address ${shown} must start with https:// or http://.`,
      raw: `unsupported protocol scheme "${url.protocol.replace(/:$/, '')}"`,
    }
  }
  const { username, password } = url
  const login = username === '' ? null : { username: decoded(username), password: decoded(password) }
  Object.assign(url, { username: '', password: '', search: '', hash: '' })
  return { login, url: url.href.replace(/\/+$/, '') }
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9a-f]{2})/i.test(text)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // No UTF-8 behind the escapes: as it is written.
    return text
  }
}
