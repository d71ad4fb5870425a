import type { HelmFeatures } from '../model/helm-features'

/** What helm 4 can do. */
export const helm4: HelmFeatures = {
  version: '4.3.1',
  waitStrategies: ['watcher', 'legacy'],
  serverSide: true,
  takeOwnership: true,
  forceReplace: '--force-replace',
  rollbackOnFailure: '--rollback-on-failure',
  rollbackDescription: true,
  valuesDocuments: 'merged',
}

/** What helm 3 can do. */
export const helm3: HelmFeatures = {
  version: '3.18.0',
  waitStrategies: ['legacy'],
  serverSide: false,
  takeOwnership: true,
  forceReplace: '--force',
  rollbackOnFailure: '--atomic',
  rollbackDescription: false,
  valuesDocuments: 'first',
}
