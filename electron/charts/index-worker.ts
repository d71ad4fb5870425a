import { parentPort } from 'node:worker_threads'
import { createCatalogue, type CatalogueRequest } from './catalogue'

/** The worker that reads indexes and searches them, so that the main process never waits for it. */
const catalogue = createCatalogue()

parentPort?.on('message', ({ id, request }: { id: number; request: CatalogueRequest }) => {
  catalogue(request).then(
    (answer) => parentPort?.postMessage({ id, answer }),
    (reason: unknown) => parentPort?.postMessage({ id, problem: String(reason) }),
  )
})
