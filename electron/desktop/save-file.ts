import type { DriftFormat } from '@shared/model/drift'
import type { PlanFormat } from '@shared/model/plan'
import type { RevisionPart } from '@shared/model/release'
import { BrowserWindow, dialog, type SaveDialogOptions } from 'electron'
import { replaceFile, writeForOwner } from '../files/replace-file'

/** Lets the person choose where the activity goes, and writes it there; gives the path, '' when the dialog is cancelled. */
export async function saveActivity(format: 'json' | 'csv', pieces: AsyncIterable<string>): Promise<string> {
  const path = await choose({
    title: 'Export the activity',
    buttonLabel: 'Export',
    defaultPath: `wheelhouse-activity.${format}`,
    filters: [format === 'json' ? { name: 'JSON', extensions: ['json'] } : { name: 'CSV', extensions: ['csv'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  })
  if (path !== '') await replaceFile(path, pieces)
  return path
}

/**
 * Lets the person choose where a release's values go, and writes them there for the owner alone: they may hold secrets. Gives
 * the path, '' when the dialog is cancelled.
 */
export async function saveValues(name: string, text: string): Promise<string> {
  const path = await choose({
    title: `Save the values of ${name}`,
    buttonLabel: 'Save',
    defaultPath: `${name}-values.yaml`,
    filters: [{ name: 'YAML', extensions: ['yaml', 'yml'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  })
  if (path !== '') await writeForOwner(path, text)
  return path
}

/** Lets the person choose where a text of a release goes; gives the path, '' when the dialog is cancelled. */
export function chooseTextFile(name: string, part: RevisionPart): Promise<string> {
  const isYaml = part !== 'notes'
  return choose({
    title: `Save the ${part === 'computed-values' ? 'values' : part} of ${name}`,
    buttonLabel: 'Save',
    defaultPath: `${name}-${part}.${isYaml ? 'yaml' : 'txt'}`,
    filters: [isYaml ? { name: 'YAML', extensions: ['yaml', 'yml'] } : { name: 'Text', extensions: ['txt'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  })
}

const textFiles = {
  markdown: { extension: 'md', name: 'Markdown' },
  patch: { extension: 'patch', name: 'Patches' },
  json: { extension: 'json', name: 'JSON' },
} as const satisfies Readonly<Record<PlanFormat, object>>

/** Lets the person choose where a plan goes, and writes it there; gives the path, '' when the dialog is cancelled. */
export function savePlan(name: string, format: PlanFormat, text: string): Promise<string> {
  return saveText('plan', name, format, text)
}

/** The same of a comparison. */
export function saveComparison(name: string, format: PlanFormat, text: string): Promise<string> {
  return saveText('comparison', name, format, text)
}

/** The same for what a check for drift has found. */
export function saveDrift(name: string, format: DriftFormat, text: string): Promise<string> {
  return saveText('drift', name, format, text)
}

async function saveText(what: string, name: string, format: PlanFormat, text: string): Promise<string> {
  const { extension, name: kind } = textFiles[format]
  const path = await choose({
    title: `Save the ${what} of ${name}`,
    buttonLabel: 'Save',
    defaultPath: `${name}-${what}.${extension}`,
    filters: [{ name: kind, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  })
  if (path !== '') await writeForOwner(path, text)
  return path
}

async function choose(options: SaveDialogOptions): Promise<string> {
  const window = BrowserWindow.getFocusedWindow()
  const result = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return result.canceled ? '' : result.filePath
}
