import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGzip } from 'node:zlib'
import { json, listenTls, statusObject, type Answer } from '../../../electron/kube/testing/api-server'
import { kubeconfigText } from '../../../electron/kube/testing/kubeconfig'
import { context, type HostileEntry } from './entry'

/** Answers as an empty cluster does; a watch stays open. */
export function answerWell(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://localhost')
  if (url.pathname === '/version') json(response, 200, { gitVersion: 'v1.36.3' })
  else if (url.pathname === '/api') json(response, 200, { kind: 'APIVersions', versions: ['v1'] })
  else if (url.searchParams.has('watch')) response.writeHead(200, jsonType).flushHeaders()
  else json(response, 200, emptyList)
}

const jsonType = { 'Content-Type': 'application/json' }
const emptyList = { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '5' }, items: [] }

function serving(answer: Answer): HostileEntry['prepare'] {
  return async (dir) => {
    let requests = 0
    const { server, caData, close } = await listenTls((request, response) => {
      requests++
      // Whoever asks may have enough of it at any time.
      response.on('error', () => undefined)
      answer(request, response)
    })
    const cluster = { server, 'certificate-authority-data': caData }
    const file = join(dir, 'config')
    writeFileSync(file, kubeconfigText({ [context]: { cluster, user: { token: 't' } } }, context))
    return { kubeconfigFiles: [file], context, requests: () => requests, close }
  }
}

/** An answer to everything. */
function always(text: string, status = 200, headers: Record<string, string> = jsonType): Answer {
  return (_request, response) => void response.writeHead(status, headers).end(text)
}

/** Says the same over and over, for as long as somebody listens. */
function pour(response: ServerResponse, piece: string | Buffer): void {
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  }
  response.writeHead(200, jsonType)
  response.on('drain', more)
  more()
}

const page = '<!doctype html><title>Sign in</title><p>Welcome to the hotel network.'
const odd = /got something else\./
const notKubernetes = { code: 'cluster-unreachable', words: /A web page came back/ } as const

const answers: readonly HostileEntry[] = [
  {
    name: 'a server that gives a web page',
    meets: 'connect',
    outcome: notKubernetes,
    prepare: serving(always(page, 200, { 'Content-Type': 'text/html' })),
  },
  {
    name: 'a server that leads in circles',
    meets: 'connect',
    outcome: notKubernetes,
    prepare: serving(always('', 302, { Location: '/version' })),
  },
  {
    name: 'a server that gives 8 million open brackets',
    meets: 'connect',
    outcome: { code: 'cluster-failed', words: /nested more than 1000 levels deep/ },
    prepare: serving(always('['.repeat(8_000_000))),
  },
  {
    name: 'a server that gives 5,000 nested lists',
    meets: 'connect',
    outcome: { code: 'cluster-failed', words: /nested more than 1000 levels deep/ },
    prepare: serving(always('['.repeat(5_000) + ']'.repeat(5_000))),
  },
  {
    name: 'a server that gives three brackets',
    meets: 'connect',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: serving(always('[[[]]]')),
  },
  {
    name: 'a server that gives null',
    meets: 'connect',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: serving(always('null')),
  },
  {
    name: 'a server that gives an answer without an end',
    meets: 'connect',
    outcome: { code: 'output-too-large', words: /cut off after 8 MiB/ },
    prepare: serving((_request, response) => pour(response, `"${'x'.repeat(65_534)}`)),
  },
  {
    name: 'a server whose small answer unpacks to gigabytes',
    meets: 'connect',
    outcome: { code: 'output-too-large', words: /cut off after 8 MiB/ },
    prepare: serving((_request, response) => {
      response.writeHead(200, { ...jsonType, 'Content-Encoding': 'gzip' })
      const zip = createGzip()
      const zeros = Buffer.alloc(1024 * 1024, 0x20)
      zip.pipe(response)
      const more = (): void => {
        while (!response.destroyed && zip.write(zeros));
      }
      zip.on('drain', more)
      response.on('close', () => zip.destroy())
      more()
    }),
  },
  {
    name: 'a server that says its headers and no more',
    meets: 'connect',
    timeoutMs: 1_000,
    outcome: { code: 'cluster-unreachable', words: /sent nothing for 1 seconds/ },
    prepare: serving((_request, response) => response.writeHead(200, jsonType).flushHeaders()),
  },
  {
    name: 'a server that says nothing',
    meets: 'connect',
    timeoutMs: 1_000,
    outcome: { code: 'cluster-unreachable', words: /sent nothing for 1 seconds/ },
    prepare: serving(() => undefined),
  },
  {
    name: 'a server whose reason fills 60 KB',
    meets: 'connect',
    outcome: { code: 'cluster-unreachable', words: / x{1000}…$/ },
    prepare: serving((_request, response) => json(response, 500, statusObject(500, 'x'.repeat(60_000)))),
  },
]

/** Lists that are as they should not be; all else is answered well. */
function listing(answer: Answer): HostileEntry['prepare'] {
  return serving((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost')
    if (pathname.startsWith('/api/v1/') && !searchParams.has('watch')) answer(request, response)
    else answerWell(request, response)
  })
}

const lists: readonly HostileEntry[] = [
  {
    name: 'a list whose every page names the same next one',
    meets: 'list',
    outcome: { code: 'cluster-failed', words: /each named another one to come/ },
    prepare: listing((_request, response) => json(response, 200, { ...emptyList, metadata: { continue: 'again' } })),
  },
  {
    name: 'a list whose empty pages never end',
    meets: 'list',
    outcome: { code: 'cluster-failed', words: /each named another one to come/ },
    prepare: listing((request, response) => {
      const before = new URL(request.url ?? '/', 'https://localhost').searchParams.get('continue') ?? '0'
      json(response, 200, { ...emptyList, metadata: { continue: String(Number(before) + 1) } })
    }),
  },
  {
    name: 'a list of half a million empty objects',
    meets: 'list',
    outcome: { code: 'cluster-failed', words: /has more than 1000000 parts/ },
    prepare: listing(always(`{"items":[${'{},'.repeat(600_000)}{}]}`)),
  },
  {
    name: 'a list of numbers',
    meets: 'list',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: listing(always('{"items":[1,2,3]}')),
  },
  {
    name: 'a list that is a word',
    meets: 'list',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: listing(always('"namespaces"')),
  },
  {
    name: 'a list of which every page is too large',
    meets: 'list',
    outcome: { code: 'output-too-large', words: /cut off after 8 MiB/ },
    prepare: listing(always(`{"items":["${'x'.repeat(9 * 1024 * 1024)}"]}`)),
  },
  {
    name: 'a busy server that asks to be left alone for 115 days',
    meets: 'follow',
    outcome: { code: 'throttled', words: /slow down/ },
    prepare: listing((_request, response) => response.writeHead(429, { 'Retry-After': '9999999' }).end()),
  },
  {
    name: 'a busy server that asks to be left alone until yesterday',
    meets: 'follow',
    outcome: { code: 'throttled', words: /slow down/ },
    prepare: listing((_request, response) => response.writeHead(429, { 'Retry-After': '-86400' }).end()),
  },
  {
    name: 'a list whose second page is always too late',
    meets: 'follow',
    outcome: { code: 'cluster-failed', words: /forgets the list/ },
    prepare: listing((request, response) => {
      const isLate = request.url?.includes('continue=') === true
      if (isLate) json(response, 410, statusObject(410, 'expired'))
      else json(response, 200, { ...emptyList, metadata: { resourceVersion: '5', continue: 'more' } })
    }),
  },
]

/** Watches that are as they should not be; all else is answered well. */
function watching(answer: Answer): HostileEntry['prepare'] {
  return serving((request, response) => {
    if (request.url?.includes('watch=1') === true) answer(request, response)
    else answerWell(request, response)
  })
}

const event = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`

const watches: readonly HostileEntry[] = [
  {
    name: 'a watch that is always too late',
    meets: 'follow',
    outcome: { state: 'live' },
    prepare: watching((_request, response) => json(response, 410, statusObject(410, 'too old'))),
  },
  {
    name: 'a watch that says one thing and then that it is too late',
    meets: 'follow',
    outcome: { state: 'live' },
    prepare: watching((_request, response) => {
      const version = { metadata: { resourceVersion: '9' } }
      response.writeHead(200, jsonType).end(event('BOOKMARK', version) + event('ERROR', statusObject(410, 'too old')))
    }),
  },
  {
    name: 'a watch that ends as soon as it has begun',
    meets: 'follow',
    outcome: { state: 'live' },
    prepare: watching((_request, response) => response.writeHead(200, jsonType).end()),
  },
  {
    name: 'a watch that gives a web page',
    meets: 'follow',
    outcome: { code: 'cluster-unreachable', words: /A web page came back/ },
    prepare: watching((_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)),
  },
  {
    name: 'a watch whose line never ends',
    meets: 'follow',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: watching((_request, response) => pour(response, '['.repeat(65_536))),
  },
  {
    name: 'a watch of lines that are no JSON',
    meets: 'follow',
    outcome: { code: 'cluster-failed', words: odd },
    prepare: watching((_request, response) => response.writeHead(200, jsonType).end('watch this\n')),
  },
]

/** Servers that answer what none should, too much of it, or never. */
export const hostileServers: readonly HostileEntry[] = [...answers, ...lists, ...watches]
