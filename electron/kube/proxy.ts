import { BlockList, isIP } from 'node:net'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The proxy that the environment asks for, as Go's http.ProxyFromEnvironment decides it (golang.org/x/net/http/httpproxy),
 * because helm and kubectl do: HTTPS_PROXY, HTTP_PROXY and NO_PROXY in upper or lower case; loopback never goes through one.
 * @param server an http(s) address
 */
export function proxyFromEnv(server: string, env: Env): string | undefined {
  const url = new URL(server)
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const proxy = fromEnv(env, name)
  if (proxy === '' || isLoopback(hostOf(url)) || bypasses(url, fromEnv(env, 'NO_PROXY'))) return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

function fromEnv(env: Env, name: string): string {
  return env[name] || env[name.toLowerCase()] || ''
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function bypasses(url: URL, noProxy: string): boolean {
  const host = hostOf(url)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return inNetwork(entry, host)
  const [, name = entry, wantedPort] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? []
  if (wantedPort !== undefined && wantedPort !== port) return false
  const suffix = name.replace(/^\*?\./, '.')
  // ".example.com" means the names below it, "example.com" that name too.
  return suffix.startsWith('.')
    ? host.endsWith(suffix)
    : host === suffix || (!isIP(host) && host.endsWith(`.${suffix}`))
}

function inNetwork(entry: string, host: string): boolean {
  const [network = '', bits] = entry.split('/')
  const family = isIP(network)
  if (family === 0 || isIP(host) !== family) return false
  try {
    const list = new BlockList()
    const type = family === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(network, Number(bits), type)
    return list.check(host, type)
  } catch {
    // A prefix that is no number bypasses nothing.
    return false
  }
}
