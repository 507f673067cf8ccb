/** One value of a DER encoding (X.690): its tag, and its content. */
export interface DerValue {
  readonly tag: number
  /** A view, not a copy. */
  readonly content: Buffer
}

export const derTag = Object.freeze({ integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 })

const maxLengthBytes = 3

/** The values that stand one after the other; throws `RangeError` where the bytes are no such values. */
export function derValues(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at)
    const { length, start } = lengthAt(bytes, at + 1)
    if (length > bytes.length - start) throw new RangeError('a value is cut short')
    values.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return values
}

/** The values inside the sequence that a value must be. */
export function derSequence(value: DerValue | undefined): readonly DerValue[] {
  if (value?.tag !== derTag.sequence) throw new RangeError('a sequence is missing')
  return derValues(value.content)
}

/** The content of a value, which must have this tag. */
export function derContent(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new RangeError('a value is missing')
  return value.content
}

function lengthAt(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes.readUInt8(at)
  if (first < 0x80) return { length: first, start: at + 1 }
  const count = first - 0x80
  if (count < 1 || count > maxLengthBytes) throw new RangeError('a length is not usable')
  return { length: bytes.readUIntBE(at + 1, count), start: at + 1 + count }
}
