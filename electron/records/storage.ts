import type { ReleaseStorage } from '@shared/model/release-feed'

/**
 * Where helm keeps releases, by HELM_DRIVER (helm pkg/action, Configuration.Init): Secrets unless it says otherwise. A
 * driver that is not known here is left to helm.
 */
export function storageOf(driver: string | undefined): ReleaseStorage {
  switch (driver?.toLowerCase() ?? '') {
    case '':
    case 'secret':
    case 'secrets':
      return 'secrets'
    case 'configmap':
    case 'configmaps':
      return 'configmaps'
    default:
      return 'helm'
  }
}
