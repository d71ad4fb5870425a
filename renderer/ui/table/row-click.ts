/** Whether a click on a row means the row: not what a link in it has taken, and not the end of marking a text. */
export function isRowClick(event: MouseEvent): boolean {
  return !event.defaultPrevented && getSelection()?.isCollapsed !== false
}
