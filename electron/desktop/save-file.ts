import { BrowserWindow, dialog, type SaveDialogOptions } from 'electron'
import { replaceFile } from '../files/replace-file'

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

async function choose(options: SaveDialogOptions): Promise<string> {
  const window = BrowserWindow.getFocusedWindow()
  const result = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return result.canceled ? '' : result.filePath
}
