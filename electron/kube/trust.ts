import { readOrdinaryFile } from '../files/read-ordinary'
import { digest } from './identity'
import { credentialFile } from './kubeconfig-verdict'
import type { ClusterTarget } from './target'

/**
 * A pinned cluster with the certificate authority itself where the kubeconfig names a file: the file may be replaced before
 * the change is over. One that cannot be read is left as it is: whoever connects tells what is wrong with it.
 * The person's own certificate, key and token stay files: those are renewed, and can be wrong only at the same server.
 */
export async function withTrust(target: ClusterTarget): Promise<ClusterTarget> {
  const { pin } = target
  const path = pin?.cluster?.['certificate-authority']
  if (!pin?.cluster || !path || pin.cluster['certificate-authority-data']) return target
  const bytes = await readOrdinaryFile(path, credentialFile).catch(() => null)
  if (bytes === null) return target
  const data = bytes.toString('base64')
  const cluster = { ...pin.cluster, 'certificate-authority': null, 'certificate-authority-data': data }
  return { ...target, pin: { ...pin, cluster, key: digest([pin.key, data]) } }
}
