/**
 * Characters that nobody sees and that change how what stands around them is read: controls, and those that turn the direction
 * of the text (Unicode TR9), with which one name can be made to look like another.
 */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g

/** A text that comes from elsewhere, to stand among our own words: what is unseen in it is named, `[U+202E]`. Line breaks stay. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `[U+${code}]`
  })
}

/** The same in one line, for what has no second one: menus, titles, notifications. */
export function visibleLine(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, ' '))
}
