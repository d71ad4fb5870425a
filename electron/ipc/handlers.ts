import type { AppError } from '@shared/errors'
import type { AppInfo } from '@shared/model/app'
import type { OpenedFile } from '@shared/model/file'
import type { DriftFormat } from '@shared/model/drift'
import type { PlanFormat } from '@shared/model/plan'
import type { RevisionPart } from '@shared/model/release'
import type { Services } from '../services/services'
import { activityHandlers } from './activity-handlers'
import { appHandlers } from './app-handlers'
import { chartHandlers } from './chart-handlers'
import { compareHandlers } from './compare-handlers'
import type { Handlers } from './door'
import { draftHandlers } from './draft-handlers'
import { driftHandlers } from './drift-handlers'
import { fileHandlers } from './file-handlers'
import { helmHandlers } from './helm-handlers'
import { kubeHandlers } from './kube-handlers'
import { operationHandlers } from './operation-handlers'
import { planHandlers } from './plan-handlers'
import { releaseHandlers } from './release-handlers'

export interface HandlerDeps {
  readonly services: Services
  readonly chooseKubeconfig: () => Promise<string | null>
  readonly chooseChart: (kind: 'folder' | 'archive') => Promise<string>
  readonly saveActivity: (format: 'json' | 'csv', pieces: AsyncIterable<string>) => Promise<string>
  readonly readValuesFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
  readonly readTextFiles: (paths: readonly string[]) => Promise<OpenedFile[]>
  readonly chooseFiles: (kind: 'values' | 'text') => Promise<readonly string[]>
  readonly saveValues: (name: string, text: string) => Promise<string>
  readonly chooseTextFile: (name: string, part: RevisionPart) => Promise<string>
  readonly savePlan: (name: string, format: PlanFormat, text: string) => Promise<string>
  readonly saveComparison: (name: string, format: PlanFormat, text: string) => Promise<string>
  readonly saveDrift: (name: string, format: DriftFormat, text: string) => Promise<string>
  readonly openExternal: (url: string) => Promise<void>
  readonly versions: Pick<AppInfo, 'version' | 'electron' | 'chrome'>
  readonly runtimeWarning: () => Promise<string | null>
  /** Why what the person chooses won't last. */
  readonly storageProblem: () => AppError | null
}

/** One handler for each channel of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { services } = deps
  return {
    ...helmHandlers(services),
    ...operationHandlers(services),
    ...activityHandlers({ ...services, saveActivity: deps.saveActivity }),
    ...releaseHandlers({ ...services, chooseTextFile: deps.chooseTextFile }),
    ...planHandlers({ ...services, savePlan: deps.savePlan }),
    ...driftHandlers({ ...services, saveDrift: deps.saveDrift }),
    ...draftHandlers(services),
    ...compareHandlers({ ...services, saveComparison: deps.saveComparison }),
    ...chartHandlers({ ...services, chooseChart: deps.chooseChart }),
    ...kubeHandlers({ ...services, chooseKubeconfig: deps.chooseKubeconfig }),
    ...fileHandlers(deps),
    ...appHandlers({ ...services, openExternal: deps.openExternal, info: () => appInfo(deps) }),
  }
}

async function appInfo({ services, versions, runtimeWarning, storageProblem }: HandlerDeps): Promise<AppInfo> {
  const [helm, warning] = await Promise.all([services.helm().catch(() => null), runtimeWarning()])
  return {
    ...versions,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    helm,
    runtimeWarning: warning,
    storage: { problem: storageProblem() },
  }
}
