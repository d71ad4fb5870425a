/** What a keyboard event says about a shortcut. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * Whether a key press is a shortcut, as Electron writes accelerators: `CmdOrCtrl+Shift+K`, `/`. Shift counts only with
 * letters: on many keyboards other signs need it.
 */
export function isPressed(keys: string, press: KeyPress, isMac: boolean): boolean {
  const parts = keys.split('+')
  const key = (parts.pop() ?? '').toLowerCase()
  const wants = (name: string): boolean => parts.includes(name)
  const command = wants('CmdOrCtrl')
  if (press.key.toLowerCase() !== key) return false
  if (/^[a-z]$/.test(key) && press.shiftKey !== wants('Shift')) return false
  return press.ctrlKey === (command && !isMac) && press.metaKey === (command && isMac) && press.altKey === wants('Alt')
}

/** Whether a shortcut writes a letter or sign where text is typed. */
export function isTyping(keys: string): boolean {
  return !keys.includes('CmdOrCtrl') && !keys.includes('Alt')
}
