import { readGoYaml } from './go-yaml'
import { decodeKubeconfig, type Decoded } from './kubeconfig-decode'

/** Reads the text of a kubeconfig; YAML or JSON, which is YAML. Of several documents the first counts, as for kubectl. */
export async function parseKubeconfigText(text: string): Promise<Decoded> {
  const read = await readGoYaml(text)
  return read.kind === 'bad' ? read : decodeKubeconfig(read)
}
