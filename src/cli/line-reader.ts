const lineFeed = 0x0a

/**
 * Splits bytes into lines, without their line breaks. Of a line that is longer than `most` bytes only so much is given, and one byte more, so
 * that whoever reads it sees that it is too long, and no line takes up all memory.
 */
export async function* linesIn(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = []
  let length = 0
  const add = (part: Uint8Array): void => {
    const kept = part.subarray(0, most + 1 - length)
    if (kept.length > 0) begun.push(kept)
    length += kept.length
  }
  const taken = (): Uint8Array => {
    const line = Buffer.concat(begun)
    begun = []
    length = 0
    return line
  }
  for await (const chunk of bytes) {
    let from = 0
    for (let to = chunk.indexOf(lineFeed); to !== -1; to = chunk.indexOf(lineFeed, from)) {
      add(chunk.subarray(from, to))
      yield taken()
      from = to + 1
    }
    add(chunk.subarray(from))
  }
  if (length > 0) yield taken()
}
