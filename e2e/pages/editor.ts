import type { Locator } from 'playwright/test'

/** The whole text that an editor or viewer holds, as somebody gets it who selects and copies all. It takes the focus. */
export async function editorText(editor: Locator): Promise<string> {
  await editor.press('ControlOrMeta+a')
  return editor.evaluate((element) => {
    // Into nothing but this answer: the desktop's clipboard is shared by all tests that run.
    const { ClipboardEvent, DataTransfer } = globalThis as unknown as PageGlobals
    const clipboardData = new DataTransfer()
    ;(element as EventTarget).dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    )
    return clipboardData.getData('text/plain')
  })
}

/** What is used of the page; this file is not compiled for one. */
interface PageGlobals {
  readonly DataTransfer: new () => { getData(type: string): string }
  readonly ClipboardEvent: new (type: string, init: object) => Event
}
