import type { Plan, PlanField, PlanObject } from '@shared/model/plan'
import { pathText } from './compare/diff-objects'

/** More than that are counted. */
const most = 5

/**
 * In which way a plan that is made now says something else than the one that was shown, one sentence each; none where both say
 * the same. What the chart makes anew each time, and what the cluster chooses, doesn't count.
 */
export function planDifferences(shown: Plan, now: Plan): string[] {
  const before = new Map(shown.objects.map((object) => [object.id, object]))
  const after = new Map(now.objects.map((object) => [object.id, object]))
  const sentences = [
    ...releaseDifferences(shown, now),
    ...[...after.values()].flatMap((object) =>
      isRandomlyNamed(object, shown) ? [] : objectDifferences(before.get(object.id), object),
    ),
    ...[...before.values()]
      .filter((object) => !after.has(object.id) && object.random !== true)
      .map((object) => `${nameOf(object)} is not in it any more.`),
  ]
  const more = sentences.length - most
  return more > 0 ? [...sentences.slice(0, most), `And ${more} more.`] : sentences
}

function releaseDifferences(shown: Plan, now: Plan): string[] {
  const { name } = now
  if (shown.fromRevision !== now.fromRevision || shown.toRevision !== now.toRevision) {
    const newest = now.verb === 'uninstall' ? now.toRevision : now.toRevision - 1
    return [`"${name}" is at revision ${newest} now.`]
  }
  const [from, to] = [shown.chart?.version ?? '', now.chart?.version ?? '']
  const stops = now.problems.filter(({ stops: isStop }) => isStop).map(({ message }) => message)
  const known = new Set(shown.problems.map(({ message }) => message))
  return [
    ...(from === to ? [] : [`The chart is version ${to} now.`]),
    ...stops.filter((message) => !known.has(message)),
  ]
}

function objectDifferences(before: PlanObject | undefined, after: PlanObject): string[] {
  const name = nameOf(after)
  if (before === undefined) return after.action === 'unchanged' ? [] : [`${name} would be ${after.action} too.`]
  if (before.action !== after.action && !areBothRandom(before, after)) {
    return [`${name} would be ${after.action}, not ${before.action}.`]
  }
  const problem = newStop(before, after)
  if (problem !== '') return [`${name}: ${problem}`]
  const moved = movedFields(before, after)
  return moved.length === 0 ? [] : [`${name}: ${moved.slice(0, 3).join(', ')} changed meanwhile.`]
}

/** One that has another name each time stands for all of its kind: the next name is not known. */
function isRandomlyNamed({ kind, action, id }: PlanObject, { objects }: Plan): boolean {
  if (action !== 'added' || objects.some((object) => object.id === id)) return false
  return objects.some((object) => object.random === true && object.kind === kind)
}

/** An object of which only that differs which is new each time is changed or not by chance. */
function areBothRandom(before: PlanObject, after: PlanObject): boolean {
  return [before, after].every(
    ({ action, fields }) =>
      action === 'unchanged' || (action === 'changed' && fields.every(({ mark }) => mark === 'random')),
  )
}

function newStop(before: PlanObject, after: PlanObject): string {
  const known = new Set(before.problems.map(({ kind, message }) => `${kind} ${message}`))
  return after.problems.find(({ stops, kind, message }) => stops && !known.has(`${kind} ${message}`))?.message ?? ''
}

function movedFields(before: PlanObject, after: PlanObject): string[] {
  const told = ({ fields }: PlanObject): Map<string, string> =>
    new Map(fields.filter(({ mark }) => mark === undefined).map((field) => [pathText(field.path), sidesOf(field)]))
  const [one, other] = [told(before), told(after)]
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path))
}

function sidesOf({ before, after }: PlanField): string {
  return JSON.stringify([before ?? null, after ?? null])
}

function nameOf({ kind, name }: PlanObject): string {
  return `${kind} ${name}`
}
