/**
 * Copies text by the document's own copy command, which needs no permission (the app grants none) and no selection:
 * the text is handed over in the copy event, so that a dialog keeps its focus. Only a click or a key may call it.
 * @returns whether it is in the clipboard.
 */
export function copyText(text: string): boolean {
  const handed = { over: false }
  const handOver = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    handed.over = event.clipboardData !== null
  }
  document.addEventListener('copy', handOver, { capture: true, once: true })
  // Deprecated, and still the only way that asks for no permission.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy')
  document.removeEventListener('copy', handOver, { capture: true })
  return done && handed.over
}
