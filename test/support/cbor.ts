/** What authenticators write of CBOR. */
export type Cbor = number | string | boolean | null | Buffer | readonly Cbor[] | ReadonlyMap<CborKey, Cbor>
type CborKey = number | string

/** Writes a value as CTAP2 does (RFC 8949, definite lengths, the shortest form). */
export function encodeCbor(value: Cbor): Buffer {
  if (value === null) return Buffer.from([0xf6])
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (value instanceof Map) {
    // A type guard for a Map loses what it maps.
    const entries = [...(value as ReadonlyMap<CborKey, Cbor>)]
    return Buffer.concat([head(5, entries.length), ...entries.flat().map(encodeCbor)])
  }
  const items = value as readonly Cbor[]
  return Buffer.concat([head(4, items.length), ...items.map(encodeCbor)])
}

function head(majorType: number, argument: number): Buffer {
  const type = majorType << 5
  if (argument < 24) return Buffer.from([type | argument])
  if (argument < 0x100) return Buffer.from([type | 24, argument])
  if (argument < 0x10000) return Buffer.from([type | 25, argument >> 8, argument & 0xff])
  const bytes = Buffer.alloc(5, type | 26)
  bytes.writeUInt32BE(argument, 1)
  return bytes
}
