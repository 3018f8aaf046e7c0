/**
 * The beginning of a text, for showing and keeping. The result is a copy: a slice would keep the whole text in
 * memory for as long as the slice lives.
 * @param longest characters of the result, the mark of the cut included; 2 or more
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text
  // A pair of surrogates that the cut would split is left out whole.
  const last = text.charCodeAt(longest - 2)
  const end = last >= 0xd800 && last <= 0xdbff ? longest - 2 : longest - 1
  return `${Buffer.from(text.slice(0, end), 'utf16le').toString('utf16le')}…`
}
