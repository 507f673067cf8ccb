/** Finds any of many texts in another by one walk through it: what it costs does not grow with how many there are. */
export interface TextFinder {
  /** At least `headLength` characters. */
  add(text: string): void
  has(text: string): boolean
  /** How many of the texts stand in another, or in bytes. */
  countIn(text: string | Buffer): number
  readonly size: number
}

/** Shorter texts would be found by chance. */
export const headLength = 12
const bucketBits = 20

export function textFinder(): TextFinder {
  const all = new Set<string>()
  const byHead = new Map<string, string[]>()
  /** By the first characters, so that most places are passed by without a look at `byHead`. */
  const mayBegin = new Uint8Array(2 ** bucketBits)
  return {
    add(text) {
      if (text.length < headLength) throw new RangeError(`shorter than ${String(headLength)} characters`)
      if (all.has(text)) return
      all.add(text)
      const head = text.slice(0, headLength)
      byHead.set(head, [...(byHead.get(head) ?? []), text])
      mayBegin[bucketOf(fourCharacters(text, 0))] = 1
    },
    has: (text) => all.has(text),
    countIn(text) {
      const found = new Set<string>()
      const pieceAt = (at: number, length: number): string =>
        typeof text === 'string' ? text.slice(at, at + length) : text.toString('latin1', at, at + length)
      for (const at of placesIn(text, mayBegin)) {
        const known = byHead.get(pieceAt(at, headLength)) ?? []
        for (const one of known) if (pieceAt(at, one.length) === one) found.add(one)
      }
      return found.size
    },
    get size() {
      return all.size
    },
  }
}

/** Where one of the texts may begin. */
function placesIn(text: string | Buffer, mayBegin: Uint8Array): readonly number[] {
  return typeof text === 'string' ? placesInText(text, mayBegin) : placesInBytes(text, mayBegin)
}

function placesInText(text: string, mayBegin: Uint8Array): readonly number[] {
  const places: number[] = []
  for (let at = 0; at + headLength <= text.length; at++) {
    if (mayBegin[bucketOf(fourCharacters(text, at))] === 1) places.push(at)
  }
  return places
}

/** Of a database's file most bytes are 0, which no text holds: they are passed by in fours. */
function placesInBytes(bytes: Buffer, mayBegin: Uint8Array): readonly number[] {
  const places: number[] = []
  for (let at = 0; at + headLength <= bytes.length; at++) {
    const four = fourBytes(bytes, at)
    if (four >>> 24 === 0) at += 3
    else if (mayBegin[bucketOf(four)] === 1) places.push(at)
  }
  return places
}

function fourCharacters(text: string, at: number): number {
  const half = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8)
  return half | (text.charCodeAt(at + 2) << 16) | (text.charCodeAt(at + 3) << 24)
}

function fourBytes(bytes: Buffer, at: number): number {
  const half = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  return half | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
}

/** Spreads texts that are alike, by a multiplication with the golden ratio. */
function bucketOf(four: number): number {
  return Math.imul(four, 0x9e3779b1) >>> (32 - bucketBits)
}
