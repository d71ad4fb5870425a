import type { Plan, PlanFormat, PlanObject, PlanObjectTexts, PlanProblem } from '@shared/model/plan'
import { filePatch } from './file-patch'
import { code, fieldLine, imageLine, plain, section } from './markdown'

/** An object of a plan with its texts, secrets masked. */
export interface ExportedObject {
  readonly object: PlanObject
  readonly texts: PlanObjectTexts
}

/** A plan as one text. @param objects those that something happens to */
export function exportPlan(plan: Plan, objects: readonly ExportedObject[], format: PlanFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(plan, null, 2)}\n`
    case 'patch':
      return objects.map(patchOf).join('')
    case 'markdown':
      return markdownOf(plan)
  }
}

/** As `kubectl diff` would show it: one file for each object. */
function patchOf({ object, texts }: ExportedObject): string {
  const name = [object.namespace, object.kind, object.name].filter((part) => part !== '').join('/')
  const before = texts.live ?? ''
  const after = object.action === 'removed' ? '' : (texts.after ?? texts.rendered ?? before)
  return filePatch({ from: `${name}.yaml`, before, after })
}

function markdownOf(plan: Plan): string {
  const { verb, name, namespace, context, fromRevision, toRevision, chart } = plan
  const what = chart === null ? '' : ` with ${code(`${chart.name} ${chart.version}`)}`
  const revisions = verb === 'uninstall' ? `revision ${toRevision}` : `revision ${fromRevision} → ${toRevision}`
  const lines = [
    `## ${verb} ${code(name)} in ${code(namespace)} on ${code(context)}${what}`,
    '',
    `${revisions}, planned ${plan.madeAt}. ${countsOf(plan)}`,
    '',
    ...section('Problems', [...plan.problems.map((one) => problemOf(one)), ...plan.objects.flatMap(problemsOf)]),
    ...section('Release', [...plan.notes, ...(plan.managedBy === '' ? [] : [`Managed by ${plan.managedBy}.`])]),
    ...section('Objects', plan.objects.filter(({ action }) => action !== 'unchanged').flatMap(objectLines), ''),
    ...section(
      'Hooks',
      plan.hooks.map(({ event, kind, name: hook }) => `${event}: ${kind} ${code(hook)}`),
    ),
    ...section('Images', plan.images.flatMap(imageLine)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function countsOf({ objects }: Plan): string {
  const counts = new Map<string, number>()
  for (const { action } of objects) counts.set(action, (counts.get(action) ?? 0) + 1)
  const parts = [...counts].map(([action, count]) => `${count} ${action}`)
  return parts.length === 0 ? 'No objects.' : `${parts.join(', ')}.`
}

function problemsOf(object: PlanObject): string[] {
  return object.problems.map((one) => problemOf(one, `${object.kind} ${code(object.name)}: `))
}

function problemOf({ message, stops }: PlanProblem, subject = ''): string {
  return `${stops ? '**Stops helm.** ' : ''}${subject}${plain(message)}`
}

function objectLines({ action, kind, name, namespace, fields, fieldCount, consequence }: PlanObject): string[] {
  const where = namespace === '' ? '' : ` in ${code(namespace)}`
  const more = fieldCount - fields.length
  return [
    `- ${action}: ${kind} ${code(name)}${where}${consequence === '' ? '' : `. ${plain(consequence)}`}`,
    ...fields.map((field) => `  - ${fieldLine(field)}`),
    ...(more > 0 ? [`  - and ${more} more fields`] : []),
  ]
}
