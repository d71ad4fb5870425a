import { chartPatterns } from './chart-error-patterns'
import { brokenClusterPatterns, clusterPatterns, webhookPatterns } from './cluster-error-patterns'
import type { ErrorReader } from './error-pattern'
import { readEnding, readHook } from './nested-errors'
import { objectPatterns, otherPatterns, timePatterns } from './object-error-patterns'
import { computerPatterns, releasePatterns } from './release-error-patterns'
import { readTemplateError } from './template-errors'

/**
 * Every known failure, in the order to look: how it ended and which hook it was, because their texts hold a reason; what a chart
 * says, which may hold any words; the release; then from here to there: kubeconfig, proxy, cluster, its objects, time.
 */
export const errorPatterns: readonly ErrorReader[] = [
  readEnding,
  readHook,
  readTemplateError,
  ...releasePatterns,
  ...chartPatterns,
  ...webhookPatterns,
  ...clusterPatterns,
  ...objectPatterns,
  ...brokenClusterPatterns,
  ...timePatterns,
  ...computerPatterns,
  ...otherPatterns,
]
