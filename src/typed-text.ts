/** Characters without a shape of their own: zero-width ones, soft hyphens, marks of direction, a byte order mark. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** A digit of any script. The digits of each script follow one another, from its zero on (Unicode Standard, section 4.6). */
const decimal = /^\p{Nd}$/u
/** The full-width forms of the printable ASCII characters, as East Asian keyboards type them. */
const fullWidth = /[\uff01-\uff5e]/g
/** Every kind of blank and dash. */
const separators = /[\s\p{Zs}\p{Pd}\u2212]/gu

/** What a terminal obeys, and what turns the direction of the text beside it; line breaks and tabs are what texts are made of. */
const orders = /(?!\r?\n|\t)[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** A text that gives a terminal no orders, and cannot show itself as another. */
export function withoutOrders(text: string): string {
  return text.replaceAll(orders, '\uFFFD')
}

/** A value as JSON, in a line, that gives a terminal no orders either: it is read back as what it was. */
export function orderlessJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    orders,
    (order) => `\\u${order.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

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
