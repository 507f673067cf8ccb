/** One value of a DER encoding (X.690): its tag, and its content. */
export interface DerValue {
  readonly tag: number
  /** A view of the bytes that were read, not a copy. */
  readonly content: Buffer
}

/** The tags that keys are written with, as numbers. */
export const derTag = Object.freeze({
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  /** A context-specific tag: `inside` where the content is one more value, `instead` where the tag takes the place of the value's own. */
  inside: (number: number) => 0xa0 + number,
  instead: (number: number) => 0x80 + number,
})

const maxLengthBytes = 3

/** Reads values that follow one another; throws `RangeError` where the bytes are anything else. */
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

/** Reads bytes that are one value; throws `RangeError` where they hold none, or more. */
export function derValue(bytes: Buffer): DerValue {
  const [value, ...more] = derValues(bytes)
  if (!value || more.length > 0) throw new RangeError('one value was expected')
  return value
}

/** The values inside a sequence; throws `RangeError` for any other value. */
export function derSequence(value: DerValue | undefined): readonly DerValue[] {
  if (value?.tag !== derTag.sequence) throw new RangeError('a sequence is missing')
  return derValues(value.content)
}

/** The content of a value with this tag; throws `RangeError` for any other value. */
export function derContent(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new RangeError('a value is missing')
  return value.content
}

/** The content of an object identifier, as hex; throws `RangeError` for any other value. */
export function derOid(value: DerValue | undefined): string {
  return derContent(value, derTag.oid).toString('hex')
}

/** The bytes of an integer without leading zeros; throws `RangeError` for a negative one and for any other value. */
export function derMagnitude(value: DerValue | undefined): Buffer {
  const bytes = derContent(value, derTag.integer)
  if (bytes.readUInt8(0) >= 0x80) throw new RangeError('a number is negative')
  const start = bytes.findIndex((byte) => byte !== 0)
  return start < 0 ? Buffer.alloc(0) : bytes.subarray(start)
}

/** The bytes of a bit string; throws `RangeError` where its bits do not fill whole bytes. */
export function derBits(value: DerValue | undefined, tag: number = derTag.bits): Buffer {
  const content = derContent(value, tag)
  if (content.readUInt8(0) !== 0) throw new RangeError('bits are left over')
  return content.subarray(1)
}

function lengthAt(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes.readUInt8(at)
  if (first < 0x80) return { length: first, start: at + 1 }
  const count = first - 0x80
  if (count < 1 || count > maxLengthBytes) throw new RangeError('a length is not usable')
  return { length: bytes.readUIntBE(at + 1, count), start: at + 1 + count }
}
