import type { HelmFeatures } from '@shared/model/helm-features'
import { capabilitiesOf } from './capabilities'

/** What the window may offer with a helm of this version. @param version without the leading v */
export function featuresOf(version: string): HelmFeatures {
  const { waitStrategies, serverSide, valuesDocuments } = capabilitiesOf(version)
  // `--take-ownership` came with helm 3.17, which is older than any that Wheelhouse runs.
  return { version, waitStrategies, serverSide, takeOwnership: true, valuesDocuments }
}
