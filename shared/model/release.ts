/** Release statuses exactly as helm writes them (helm pkg/release/v1/status.go). */
export const releaseStatuses = [
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
] as const

export type ReleaseStatus = (typeof releaseStatuses)[number]

/** One row of the release list: the newest revision of a release. */
export interface HelmRelease {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  /** RFC 3339, or '' when helm does not know. */
  readonly updated: string
  readonly status: string
  /** name-version, glued as helm prints it: never split it, use chartName and chartVersion. */
  readonly chart: string
  readonly appVersion: string
  /** From the release's payload; absent where the payload could not be read. */
  readonly chartName?: string
  readonly chartVersion?: string
  /** What helm noted of the newest revision. */
  readonly description?: string
  /** Where its objects are, when its record is kept in another namespace (Flux's `storageNamespace`). */
  readonly targetNamespace?: string
  /** Set while its payload is being read: chart and app version are those of before, `updated` is when it was written. */
  readonly provisional?: true
  /** Why its record cannot be read; then only its labels are known. helm's own list leaves such a release out. */
  readonly problem?: string
  /** Set where nobody can read the record, helm included: a change is refused until it is repaired. */
  readonly damaged?: true
  /** Somebody else changed it since the person looked. */
  readonly unseen?: true
}

/** One revision in a release's history. */
export interface HelmRevision {
  readonly revision: number
  readonly updated: string
  readonly status: string
  readonly chart: string
  readonly description: string
  readonly appVersion?: string
  readonly chartName?: string
  readonly chartVersion?: string
  /** Set while its payload is being read. */
  readonly provisional?: true
  /** Why its record cannot be read. */
  readonly problem?: string
  /** Set where nobody can, helm included. */
  readonly damaged?: true
}

/** One revision as its Secret holds it, without the texts that may be long or secret (see RevisionPart). */
export interface RevisionDetail {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  readonly status: string
  readonly description: string
  /** RFC 3339, '' when not known. */
  readonly firstDeployed: string
  readonly updated: string
  readonly chartName: string
  readonly chartVersion: string
  readonly appVersion: string
  readonly chartDescription: string
  /**
   * Whether its chart can be rebuilt from the release, so that values can be changed without knowing where it came from. Charts
   * inside it that are switched off leave no trace: the person has to agree that they may be missing.
   */
  readonly canKeepChart: boolean
  /** Groups of values that none of the chart's templates reads: probably of such charts. Left out when there are none. */
  readonly unreadValues?: readonly string[]
  /** Kinds and names of the manifest's objects, in its order. */
  readonly objects: readonly {
    readonly kind: string
    readonly name: string
    readonly namespace: string
    /** Set where the annotation helm.sh/resource-policy says so: an uninstall leaves it. */
    readonly keep?: boolean
    /** A StatefulSet's volumeClaimTemplates by name: its PersistentVolumeClaims stay after an uninstall. */
    readonly volumeClaims?: readonly string[]
  }[]
  /** Hooks by name with their events, in the record's order, which is not the one they run in. */
  readonly hooks: readonly {
    readonly kind: string
    readonly name: string
    readonly events: readonly string[]
    /** helm runs the lighter ones first, equal ones by name; 0 by default. */
    readonly weight?: number
    /** `before-hook-creation`, `hook-succeeded`, `hook-failed`; empty: helm's own, before-hook-creation. */
    readonly deletePolicies?: readonly string[]
  }[]
  /** CustomResourceDefinitions of the chart's folder `crds/` by name: an uninstall leaves them. Left out when there are none. */
  readonly crds?: readonly string[]
  /** What its containers run. */
  readonly images: RevisionImages
}

/** An image that a revision names for its containers. */
export interface RevisionImage {
  /** The whole of it, as the manifest has it. */
  readonly image: string
  /** Without tag and digest: `registry:5000/shop/web`. */
  readonly name: string
  /** Its tag, digest or both: `1.2`, `sha256:…`, `1.2@sha256:…`; '' where it has neither. */
  readonly version: string
  /** The containers that run it, at most 200. */
  readonly users: readonly {
    readonly kind: string
    readonly name: string
    /** '' where it has no name. */
    readonly container: string
    readonly isHook?: true
  }[]
  readonly userCount: number
}

/** The images that pods, and what makes pods, name. What custom resources run is known to nobody but their controllers. */
export interface RevisionImages {
  /** By name, at most 500. */
  readonly list: readonly RevisionImage[]
  readonly count: number
  /** So many hooks were too large to be looked into. */
  readonly unread: number
}

/** Who looks after a release beside helm, by the marks that such tools leave on what they make. */
export interface ManagerMark {
  readonly tool: 'flux' | 'argocd'
  /** `HelmRelease`, `Kustomization`, `Application`. */
  readonly kind: string
  /** '' where it isn't told. */
  readonly namespace: string
  /** '' where only the tool is known. */
  readonly name: string
}

/** The same, as the cluster has it now. */
export interface ReleaseManager extends ManagerMark {
  /**
   * `active`: it undoes what isn't done by it. `suspended`: not now. `missing`: it isn't in this cluster. `unknown`: whether it
   * would can't be told.
   */
  readonly state: 'active' | 'suspended' | 'missing' | 'unknown'
}

/** CustomResourceDefinitions that an uninstall of a revision leaves in the cluster. */
export interface LeftDefinitions {
  /** `wheels.example.com`, those of the release's own objects first. */
  readonly names: readonly string[]
  /** False where the person may not read definitions: then these may stay, and others too. */
  readonly certain: boolean
}

/** The texts of a revision: the person's values, the computed ones (defaults included), manifest, notes. */
export type RevisionPart = 'values' | 'computed-values' | 'manifest' | 'notes'

export interface RevisionText {
  readonly text: string
  /** How many secrets are masked in it; 0 when revealed or when there are none. */
  readonly masked: number
}

/** The person's own values of a revision, to be edited: secrets are masked until the person reveals them. */
export interface OwnValues {
  readonly text: string
  /** How many secrets are masked in it. */
  readonly masked: number
  /** Whether it is the text that was sent from here, comments and order kept; else as helm's record has it. */
  readonly isAsWritten: boolean
}

/** How a status is to be looked at: quiet, working, or wanting attention. */
export type StatusTone = 'ok' | 'busy' | 'bad' | 'gone'

const tones: Readonly<Record<ReleaseStatus, StatusTone>> = {
  deployed: 'ok',
  superseded: 'gone',
  uninstalled: 'gone',
  unknown: 'bad',
  failed: 'bad',
  uninstalling: 'busy',
  'pending-install': 'busy',
  'pending-upgrade': 'busy',
  'pending-rollback': 'busy',
}

/** The tone of a status; one that helm does not have today counts as bad, so that it is seen. */
export function statusTone(status: string): StatusTone {
  return (tones as Readonly<Record<string, StatusTone | undefined>>)[status] ?? 'bad'
}
