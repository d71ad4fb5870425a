import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy } from './csp'
import { appOrigin } from './origin'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Answers a request of the app's scheme with a built file of `root`, and with nothing else: an other host, method or a
 * path that leads out of `root` gets 404 or 405. Every answer carries the CSP.
 */
export async function serveApp(request: Pick<Request, 'url' | 'method'>, root: string): Promise<Response> {
  if (request.method !== 'GET') return answer(405, 'Method not allowed')
  const file = fileOf(request.url, root)
  const type = file === null ? undefined : types[extname(file)]
  if (file === null || type === undefined) return answer(404, 'Not found')
  try {
    return answer(200, await readFile(file), type)
  } catch {
    return answer(404, 'Not found')
  }
}

/** The file a URL names, or null when it is not ours or leads outside `root`. */
export function fileOf(address: string, root: string): string | null {
  try {
    const url = new URL(address)
    if (`${url.protocol}//${url.host}` !== appOrigin) return null
    const path = decodeURIComponent(url.pathname)
    if (path.includes('\0')) return null
    const file = normalize(join(root, path === '/' ? 'index.html' : path))
    return file.startsWith(normalize(root) + sep) ? file : null
  } catch {
    return null
  }
}

function answer(status: number, body: string | Buffer, type = 'text/plain; charset=utf-8'): Response {
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
