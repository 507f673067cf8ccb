/** A value of a DER encoding (X.690). */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

export function sequence(...values: readonly Buffer[]): Buffer {
  return der(0x30, ...values)
}

export function octets(...contents: readonly Buffer[]): Buffer {
  return der(0x04, ...contents)
}

/** An object identifier, given in hex. */
export function oid(digits: string): Buffer {
  return der(0x06, Buffer.from(digits, 'hex'))
}

/** An integer that is not negative. */
export function integer(value: bigint | Buffer): Buffer {
  const digits = typeof value === 'bigint' ? value.toString(16) : value.toString('hex')
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return der(0x02, (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
}

export function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  const name = label === '' ? '' : `${label} `
  return [`-----BEGIN ${name}PRIVATE KEY-----`, ...lines, `-----END ${name}PRIVATE KEY-----`, ''].join('\n')
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
