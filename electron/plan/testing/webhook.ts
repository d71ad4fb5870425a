import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { newAuthority } from '../../../e2e/cluster/certificates.mjs'

/** A real admission webhook on this computer. */
export interface Webhook {
  /** A ValidatingWebhookConfiguration that asks it about the ConfigMaps of a namespace. */
  readonly configuration: (name: string, namespace: string) => object
  close(): Promise<void>
}

interface Review {
  readonly request: { readonly uid: string }
}

/** @param message what it refuses everything with */
export async function startWebhook(message: string): Promise<Webhook> {
  const { certificate, privateKey } = newAuthority('localhost')
  const server: Server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { request: asked } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Review
      const answer = { uid: asked.uid, allowed: false, status: { code: 403, message } }
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    configuration: (name, namespace) => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          ...{ name: `${name}.example.com`, sideEffects: 'None', timeoutSeconds: 5, admissionReviewVersions: ['v1'] },
          clientConfig: {
            url: `https://localhost:${port}/review`,
            caBundle: Buffer.from(certificate).toString('base64'),
          },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
          ],
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        },
      ],
    }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
