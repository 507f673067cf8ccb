/** What makes new inputs of old ones. */
export interface Mutator {
  /** An input that is like the first, with some of the second in it perhaps; `random` answers numbers from 0 on, below 1. */
  next(from: string, other: string, random: () => number): string
}

/** A change of an input at a place. */
type Change = (input: string, at: number, random: () => number) => string

/** Characters that readers tell apart, or take for others. */
const characters = [
  ...[
    '\0',
    '\t',
    '\n',
    '\r',
    ' ',
    '"',
    "'",
    '%',
    '&',
    '+',
    '-',
    '.',
    '/',
    ':',
    ';',
    '=',
    '?',
    '\\',
    '_',
    '{',
    '}',
  ],
  ...[
    '\x7f',
    '\u0080',
    '\u00a0',
    '\u00ff',
    '\u0130',
    '\u0131',
    '\u200b',
    '\u2028',
    '\ufeff',
    '\uff11',
    '\ud800',
  ],
]

/** Makes the mutator for inputs of at most so many characters; `words` are put in whole. */
export function mutator({
  words,
  most,
}: {
  readonly words: readonly string[]
  readonly most: number
}): Mutator {
  const changes: readonly Change[] = [
    (input, at, random) => replaced(input, { at, cut: 1, put: pick(characters, random) }),
    (input, at, random) => replaced(input, { at, cut: 1, put: String.fromCharCode(random() * 256) }),
    (input, at, random) => replaced(input, { at, cut: 0, put: pick(words, random) }),
    (input, at, random) => replaced(input, { at, cut: random() * 8, put: pick(words, random) }),
    (input, at, random) => replaced(input, { at, cut: random() * random() * input.length, put: '' }),
    (input, at, random) => replaced(input, { at, cut: 0, put: pick(characters, random) }),
    (input, at, random) => replaced(input, { at, cut: 0, put: input.slice(at, at + random() * 32) }),
    (input, at) => replaced(input, { at, cut: 1, put: String.fromCharCode(input.charCodeAt(at) ^ 1) }),
    (input, at, random) =>
      replaced(input, { at, cut: 1, put: String.fromCharCode(input.charCodeAt(at) ^ (1 << (random() * 8))) }),
    (input, at) => replaced(input, { at, cut: 1, put: otherCase(input.charAt(at)) }),
  ]

  return Object.freeze({
    next(from, other, random) {
      let input =
        random() < 0.1 ? from.slice(0, random() * from.length) + other.slice(random() * other.length) : from
      const count = 1 + random() * random() * 6
      for (let n = 0; n < count; n++)
        input = pick(changes, random)(input, Math.floor(random() * (input.length + 1)), random)
      // Now and then as long as may be, since time is lost on what is long.
      if (random() < 1 / 128) input = repeated(input, Math.floor(random() * (input.length + 1)), random)
      return input.slice(0, most)
    },
  } satisfies Mutator)

  /** The same with a piece of it, or a word, as often as there is room. */
  function repeated(input: string, at: number, random: () => number): string {
    const piece = random() < 0.5 ? pick(words, random) : input.slice(at, at + 1 + random() * 6)
    const room = Math.floor(random() * (most - input.length))
    if (piece === '' || room <= 0) return input
    return replaced(input, { at, cut: 0, put: piece.repeat(Math.floor(room / piece.length)) })
  }
}

function replaced(
  input: string,
  { at, cut, put }: { readonly at: number; readonly cut: number; readonly put: string },
): string {
  return input.slice(0, at) + put + input.slice(at + Math.floor(cut))
}

function pick<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T
}

function otherCase(character: string): string {
  const upper = character.toUpperCase()
  return upper === character ? character.toLowerCase() : upper
}
