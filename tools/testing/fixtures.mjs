import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * @param {(folder: string) => Promise<void>} work gets an empty folder, which is removed afterwards
 */
export async function withTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-tools-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {import('node:http').RequestListener} listener
 * @param {(origin: string) => Promise<void>} work gets such as "http://127.0.0.1:40000"
 */
export async function withServer(listener, work) {
  const server = createServer(listener)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  try {
    await work(`http://127.0.0.1:${address.port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** @returns {Promise<string>} an origin on loopback where nobody listens any more */
export async function closedOrigin() {
  let origin = ''
  await withServer(
    () => undefined,
    (open) => {
      origin = open
      return Promise.resolve()
    },
  )
  return origin
}

/**
 * Polls until something holds, at most five seconds.
 * @param {() => boolean | Promise<boolean>} holds
 */
export async function eventually(holds) {
  for (const end = Date.now() + 5_000; Date.now() < end;) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not come true within five seconds')
}

/** What a step gets, with nobody watching. @returns {import('../lib/steps.mjs').StepContext} */
export function quietContext() {
  return { signal: new AbortController().signal, progress: () => undefined, say: () => undefined }
}
