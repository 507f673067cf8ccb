/** What is no code: a first line for the shell, comments, strings, regular expressions where no division can stand. */
const notCode = new RegExp(
  [
    /^#![^\n]*/,
    /\/\/[^\n]*/,
    /\/\*[^]*?\*\//,
    /'(?:\\[^]|[^'\\\n])*'/,
    /"(?:\\[^]|[^"\\\n])*"/,
    /`(?:\\[^]|[^`\\])*`/,
    /(?<=(?:^|[(,=:[!&|?{};+]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/**
 * A program with nothing left in its comments, strings and regular expressions, so that brackets and names which are found in it are code.
 * Every character stays where it is, and so do the quotation marks.
 */
export function masked(text: string): string {
  return text.replace(notCode, (found) => {
    const [mark = ''] = found
    return `'"\``.includes(mark) ? mark + blank(found.slice(1, -1)) + mark : blank(found)
  })
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
