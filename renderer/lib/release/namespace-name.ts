/** Whether a text can be a namespace's name (RFC 1123 label); the same rule as shared/contract/inputs, without zod. */
export function isNamespaceName(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
}
