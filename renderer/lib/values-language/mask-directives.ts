/** What in a values file tells the language service to take another schema: real charts have it in their values.yaml. */
const directives =
  /^(?:#[ \t]*yaml-language-server[ \t]*:|#[ \t]*\$schema[ \t]*[=:]|\$schema[ \t]*:|["']\$schema["'][ \t]*:).*$/gm

/** The text without such lines, character by character: every offset stays. */
export function maskDirectives(text: string): string {
  return text.replace(directives, (line) => '#'.padEnd(line.length))
}
