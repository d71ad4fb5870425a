/** Longer docs are cut: nobody reads them in a small window. Characters. */
const most = 4_000

/**
 * What a stranger wrote about a key, as text: links and pictures become their words, marks of emphasis and code are left out, and
 * tags are. Whatever is left is shown as it is written, so nothing depends on this.
 */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, most)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/<\/?[a-zA-Z][^<>]{0,500}>/g, '')
    .replaceAll(/!?\[([^\][\n]{0,500})\]\((?:[^()\s]{0,1000})(?:\s+"[^"\n]{0,200}")?\)/g, '$1')
    .replaceAll(/^```.*$/gm, '')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '$1')
    .replaceAll(/(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])/g, '$1')
    .replaceAll(/(?<![\w_])_([^_\s][^_\n]*)_(?![\w_])/g, '$1')
    .replaceAll(/^#{1,6} +/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
