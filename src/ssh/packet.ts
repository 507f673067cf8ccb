/** Thrown where bytes are not laid out as SSH's data types are. */
export class PacketError extends Error {
  override readonly name = 'PacketError'
  constructor() {
    super('the data is not laid out as SSH lays data out')
  }
}

/** Reads SSH's data types (RFC 4251, section 5) one after the other; each verb throws `PacketError` where too few bytes are left. */
export interface PacketReader {
  byte(): number
  flag(): boolean
  uint32(): number
  /** The bytes of a `string`: a view, not a copy. */
  string(): Buffer
  text(): string
  /** All that is left: a view, not a copy. */
  rest(): Buffer
  /** Throws `PacketError` when something is left. */
  end(): void
}

/** Makes a reader that begins at the first of these bytes. */
export function packetReader(bytes: Buffer): PacketReader {
  let at = 0
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw new PacketError()
    at += length
    return bytes.subarray(at - length, at)
  }
  const uint32 = (): number => take(4).readUInt32BE()
  const string = (): Buffer => take(uint32())

  return Object.freeze({
    byte: () => take(1).readUInt8(),
    flag: () => take(1).readUInt8() !== 0,
    uint32,
    string,
    text: () => string().toString(),
    rest: () => take(bytes.length - at),
    end() {
      if (at < bytes.length) throw new PacketError()
    },
  } satisfies PacketReader)
}

/** The bytes of a `uint32`. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** The bytes of a `string` whose content is these parts, one after the other. */
export function string(...parts: readonly (Buffer | string)[]): Buffer {
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
  return Buffer.concat([uint32(bytes.reduce((sum, { length }) => sum + length, 0)), ...bytes])
}

/** The bytes of an `mpint` that is not negative, from its magnitude: no needless leading zero, one where the sign bit would be set. */
export function mpint(magnitude: Buffer): Buffer {
  const start = magnitude.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Buffer.alloc(0) : magnitude.subarray(start)
  return string(...((digits[0] ?? 0) > 0x7f ? [Buffer.alloc(1)] : []), digits)
}
