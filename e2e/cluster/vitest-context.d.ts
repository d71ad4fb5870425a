import type { Helms } from './binaries.mjs'
import type { Binaries } from './kwokctl.mjs'

declare module 'vitest' {
  /** What vitest-global-setup.mjs gives to every integration spec: `inject('kubeconfig')`. */
  export interface ProvidedContext {
    /** Of a cluster admin. */
    kubeconfig: string
    clusterUrl: string
    /** helm of both majors; each file is named `helm`. */
    helms: Helms
    /** For specs that start a control plane of their own. */
    binaries: Binaries
    /** Sign users' certificates and ServiceAccount tokens (users.mjs). */
    clusterKeys: { pki: { ca: string; key: string }; tokenKey: string }
  }
}
