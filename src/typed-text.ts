/** Characters without a shape of their own: zero-width ones, soft hyphens, marks of direction, a byte order mark. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** A digit of any script. The digits of each script follow one another, from its zero on (Unicode Standard, section 4.6). */
const decimal = /^\p{Nd}$/u
/** The full-width forms of the printable ASCII characters, as East Asian keyboards type them. */
const fullWidth = /[\uff01-\uff5e]/g
/** Every kind of blank and dash. */
const separators = /[\s\p{Zs}\p{Pd}\u2212]/gu

/** A text as a person sees it: without the characters that have no shape. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '')
}

/** A code as a person means it: without blanks, dashes and invisible characters, and in ASCII where a keyboard types other forms of it. */
export function meantCode(text: string): string {
  return withoutInvisible(text)
    .replace(fullWidth, (form) => String.fromCharCode(form.charCodeAt(0) - 0xfee0))
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(separators, '')
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (zero > 0 && decimal.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}
