import type { Drift, DriftFormat } from '@shared/model/drift'
import type { Plan, PlanFormat, PlanObjectTexts } from '@shared/model/plan'
import type { ReleaseId } from '@shared/model/release-ref'
import { compareJobs } from './comparison/compare-jobs'
import type { Unstable } from './compare/unstable'
import { judgeDrift, type DriftInput, type JudgedDrift } from './drift/judge-drift'
import { valueCandidate, type Candidate, type CandidateInput } from './drift/value/candidate'
import { isConfirmed, type ConfirmInput } from './drift/value/confirm'
import { readStoredRelease, type StoredRelease } from './drift/read-stored'
import { heldAgainst, type EndedObject } from './held-against'
import { keptOfText, keptText, type KeptPlan } from './keeping/kept-plan'
import { secretsInObjects, readSides, type Sides, type SidesInput } from './sides/read-sides'
import { judge, type JudgeInput, type Judgement } from './judging/judge'
import { exportDrift } from './sharing/export-drift'
import { exportPlan, type ExportedObject } from './sharing/export-plan'
import { renderedTexts } from './sharing/rendered-texts'
import { objectTexts, type ObjectSides } from './sharing/object-texts'

/** What a plan asks of its worker. Requests and answers can be sent between threads. */
const jobs = {
  'read-sides': (input: SidesInput): Sides => readSides(input),
  judge: (input: JudgeInput): Judgement => judge(input),
  'held-against': (ended: readonly EndedObject[], unstable: Unstable): string[] => heldAgainst(ended, unstable),
  'stored-release': (stored: string, release: ReleaseId): StoredRelease => readStoredRelease(stored, release),
  'judge-drift': (input: DriftInput): JudgedDrift => judgeDrift(input),
  'value-candidate': (input: CandidateInput): Candidate | null => valueCandidate(input),
  'value-confirmed': (input: ConfirmInput): boolean => isConfirmed(input),
  'export-drift': (drift: Drift, format: DriftFormat): string => exportDrift(drift, format),
  'object-texts': (sides: ObjectSides, secrets: readonly string[]): PlanObjectTexts =>
    objectTexts(sides, [...secrets, ...secretsIn(sides)]),
  'rendered-texts': renderedTexts,
  keep: (kept: KeptPlan, most: number): string | null => keptText(kept, most),
  'read-kept': (text: string, id: string): KeptPlan | null => keptOfText(text, id),
  export: (plan: Plan, sides: readonly ObjectSides[], secrets: readonly string[], format: PlanFormat): string => {
    const known = [...secrets, ...sides.flatMap(secretsIn)]
    const objects: ExportedObject[] = []
    for (const [index, object] of plan.objects.entries()) {
      const own = sides[index]
      if (format !== 'patch' || own === undefined || object.action === 'unchanged' || object.action === 'kept') continue
      objects.push({ object, texts: objectTexts(own, known) })
    }
    return exportPlan(plan, objects, format)
  },
  ...compareJobs,
}

function secretsIn(sides: ObjectSides): string[] {
  return secretsInObjects(Object.values(sides))
}

type Jobs = typeof jobs
export type PlanJobName = keyof Jobs
export type PlanJobInput<Name extends PlanJobName> = Parameters<Jobs[Name]>
export type PlanJobAnswer<Name extends PlanJobName> = Awaited<ReturnType<Jobs[Name]>>

/** A job as it is sent to the worker. */
export interface PlanJobRequest {
  readonly name: PlanJobName
  readonly input: readonly unknown[]
}

/** Does a job on this thread, whatever it costs. */
export function runPlanJob({ name, input }: PlanJobRequest): unknown {
  const job = jobs[name] as (...input: readonly unknown[]) => unknown
  return job(...input)
}
