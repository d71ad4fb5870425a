import { burst } from './parts/burst'
import { compare } from './parts/compare'
import { drift } from './parts/drift'
import { editor } from './parts/editor'
import { history } from './parts/history'
import { hostile } from './parts/hostile'
import { idle } from './parts/idle'
import { list, list75kb } from './parts/list'
import { live } from './parts/live'
import { overhead } from './parts/overhead'
import { parallel } from './parts/parallel'
import { plan } from './parts/plan'
import { planTruth } from './parts/plan-truth'
import { progress } from './parts/progress'
import { recovery } from './parts/recovery'
import { scroll } from './parts/scroll'
import { secrets } from './parts/secrets'
import { slowLink } from './parts/slow-link'
import { start } from './parts/start'
import { values } from './parts/values'
import type { OwnPart, Part } from './setting'

/** In the order in which they run: what changes a cluster comes after what only reads it. */
export const parts: readonly (Part | OwnPart)[] = [
  list,
  slowLink,
  start,
  idle,
  live,
  list75kb,
  burst,
  scroll,
  history,
  progress,
  plan,
  planTruth,
  overhead,
  parallel,
  hostile,
  recovery,
  secrets,
  drift,
  compare,
  values,
  editor,
]
