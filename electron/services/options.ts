import type { AppEvents } from '../events'
import type { JsonFile } from '../files/json-file'
import type { KubeSettings } from '../kube/kubeconfig'
import type { Crypt } from '../files/crypt'

export interface ServiceOptions {
  /** The app's environment. Its PATH is extended by the login shell's when the app was started from an icon. */
  readonly env: NodeJS.ProcessEnv
  readonly homeDir: string
  readonly appDir: string
  /** The packaged app's resources folder; null when not packaged. */
  readonly resourcesDir: string | null
  /** Owner-only folder for helm's output files. */
  readonly privateDir: string
  /** Owner-only folder for the journal of all operations. */
  readonly journalDir: string
  /** Owner-only folder for the plans that operations ran by. */
  readonly planDir: string
  /** Owner-only folder for what the release index keeps from one start to the next. */
  readonly indexDir: string
  /** Owner-only folder for what was typed into the install and upgrade pages, encrypted as the records are. */
  readonly draftDir: string
  /** Owner-only folder for the texts of values that were sent, encrypted the same way. */
  readonly sentValuesDir: string
  /** Owner-only folder for the records that are saved before repairs, and how they are encrypted there. */
  readonly backupDir: string
  readonly crypt: Crypt
  readonly settings: KubeSettings
  /** Namespaces that the person named, by context. */
  readonly namespaceFile: JsonFile
  /** Remembers where the releases' charts come from. */
  readonly chartSourceFile: JsonFile
  readonly log: { info(text: string): void; warn(text: string): void }
  /** Where the services report what happens, and listen to each other. */
  readonly events: AppEvents
}
