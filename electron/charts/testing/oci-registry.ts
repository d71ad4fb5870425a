import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { listenTls, localhostAuthority } from '../../kube/testing/api-server'

export interface OciRegistry {
  /** host:port */
  readonly host: string
  /** What helm needs to trust its certificate. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface OciChart {
  /** `charts/name` */
  readonly name: string
  readonly version: string
  readonly archive: string
  readonly metadata: object
}

/**
 * The reading side of an OCI registry with packaged charts, as the distribution specification describes it: tags,
 * manifests by tag and digest, blobs. It answers helm as docker-registry 2.8 was seen to; pushing is not its business.
 * @param dir where its certificate is written
 * @param login when given, others get 401
 */
export async function serveOci(dir: string, charts: readonly OciChart[], login?: string): Promise<OciRegistry> {
  const answers = new Map(charts.flatMap(answersOf))
  const { server, close } = await listenTls((request, response) => answer(request, response, answers, login))
  const certificate = join(dir, 'registry.pem')
  writeFileSync(certificate, localhostAuthority.certificate)
  return { host: server.replace('https://', ''), env: { SSL_CERT_FILE: certificate }, close }
}

interface Content {
  readonly type: string
  readonly body: Buffer
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  answers: ReadonlyMap<string, Content>,
  login: string | undefined,
): void {
  const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  if (expected !== undefined && request.headers.authorization !== expected) {
    const challenge = { 'www-authenticate': 'Basic realm="charts"', 'content-type': 'application/json' }
    response.writeHead(401, challenge).end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}')
    return
  }
  const found = answers.get((request.url ?? '').split('?')[0] ?? '')
  if (found === undefined) {
    const unknown = (request.url ?? '').includes('/tags/') ? 'NAME_UNKNOWN' : 'MANIFEST_UNKNOWN'
    const body = JSON.stringify({ errors: [{ code: unknown, message: 'not known to registry' }] })
    response.writeHead(404, { 'content-type': 'application/json' }).end(body)
    return
  }
  const { type, body } = found
  const headers = { 'content-type': type, 'content-length': body.length, 'docker-content-digest': digestOf(body) }
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : body)
}

function answersOf({ name, version, archive, metadata }: OciChart): [string, Content][] {
  const layer = { type: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', body: readFileSync(archive) }
  const config = { type: 'application/vnd.cncf.helm.config.v1+json', body: json(metadata) }
  const part = ({ type, body }: Content): object => ({ mediaType: type, digest: digestOf(body), size: body.length })
  const manifest = {
    type: 'application/vnd.oci.image.manifest.v1+json',
    body: json({ schemaVersion: 2, config: part(config), layers: [part(layer)] }),
  }
  const tag = version.replace('+', '_')
  return [
    [`/v2/${name}/tags/list`, { type: 'application/json', body: json({ name, tags: [tag] }) }],
    [`/v2/${name}/manifests/${tag}`, manifest],
    [`/v2/${name}/manifests/${digestOf(manifest.body)}`, manifest],
    ...[layer, config].map((blob): [string, Content] => [`/v2/${name}/blobs/${digestOf(blob.body)}`, blob]),
  ]
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}
