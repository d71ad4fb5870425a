/**
 * Whether a text is `repository/name`, as helm takes it: only `/` parts the two, and the name may hold more of them. A step
 * up or down a folder is in no part of it, nor is it an address or a path.
 */
export function isRepositoryChart(text: string): boolean {
  if (/^[A-Za-z]:[\\/]|:\/\//.test(text)) return false
  return text.includes('/') && text.split(/[/\\]/).every((part) => !['', '.', '..'].includes(part))
}

/** Whether a text is an address with a user or a password in it. */
export function hasLogin(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(text)
}
