import { homedir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import type { HelmBinary, HelmShell } from '@shared/model/app'
import type { ClusterTarget } from '../kube/target'

/**
 * What a shell needs to run a cluster's commands as the app does. A file that KUBECONFIG named for the app is named, because
 * the app may have been started with another environment than the shell has.
 */
export function shellOf(
  { kubeconfigFiles, helmEnv }: ClusterTarget,
  { path, source }: Pick<HelmBinary, 'path' | 'source'>,
  home = homedir(),
): HelmShell {
  const isUsual = kubeconfigFiles.length === 1 && kubeconfigFiles[0] === join(home, '.kube', 'config')
  return {
    program: source === 'path' ? basename(path) : path,
    env: {
      ...(isUsual || kubeconfigFiles.length === 0 ? {} : { KUBECONFIG: kubeconfigFiles.join(delimiter) }),
      ...helmEnv,
    },
  }
}
