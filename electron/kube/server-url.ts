/** The API server's address, or why it is none. */
export type ServerUrl = { readonly url: string } | { readonly words: string; readonly raw: string }

/**
 * The address as client-go understands it (rest.DefaultServerURL): `host:port` means http, because a kubeconfig's
 * certificates are looked at only after that; a path is kept, a query is not.
 * @param server as the kubeconfig has it, not empty
 */
export function serverUrl(server: string): ServerUrl {
  const shown = `"${server.slice(0, 200)}"`
  const raw = `host must be a URL or a host:port pair: ${JSON.stringify(server.slice(0, 200))}`
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
  url.search = ''
  url.hash = ''
  return { url: url.href.replace(/\/+$/, '') }
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9a-f]{2})/i.test(text)
}
