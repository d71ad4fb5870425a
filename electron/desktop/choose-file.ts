import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

/** Lets the person pick a kubeconfig; null when the dialog is cancelled. */
export function chooseKubeconfig(): Promise<string | null> {
  return choose({
    title: 'Choose a kubeconfig',
    buttonLabel: 'Use this kubeconfig',
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
  })
}

/** Lets the person pick a chart's folder or its archive; '' when the dialog is cancelled. */
export async function chooseChart(kind: 'folder' | 'archive'): Promise<string> {
  const common = { buttonLabel: 'Use this chart' }
  const path = await choose(
    kind === 'folder'
      ? { ...common, title: "Choose a chart's folder", properties: ['openDirectory', 'dontAddToRecent'] }
      : {
          ...common,
          title: 'Choose a packaged chart',
          properties: ['openFile', 'dontAddToRecent'],
          filters: [{ name: 'Packaged charts', extensions: ['tgz', 'gz'] }],
        },
  )
  return path ?? ''
}

/** Lets the person pick values files, or one file of text; none when the dialog is cancelled. */
export function chooseFiles(kind: 'values' | 'text'): Promise<readonly string[]> {
  if (kind === 'text') {
    return chooseAll({
      title: 'Choose the file that is the value',
      buttonLabel: 'Use this file',
      properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
    })
  }
  return chooseAll({
    title: 'Choose values files',
    buttonLabel: 'Use as values',
    properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    filters: [{ name: 'YAML', extensions: ['yaml', 'yml'] }],
  })
}

async function choose(options: OpenDialogOptions): Promise<string | null> {
  return (await chooseAll(options))[0] ?? null
}

async function chooseAll(options: OpenDialogOptions): Promise<readonly string[]> {
  const window = BrowserWindow.getFocusedWindow()
  const result = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return result.canceled ? [] : result.filePaths
}
