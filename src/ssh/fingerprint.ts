/** Writes the SHA-256 of a public key (64 hex digits) as ssh-keygen and sshd do: `SHA256:` and base64 without padding. */
export function fingerprintText(hex: string): string {
  return `SHA256:${Buffer.from(hex, 'hex').toString('base64').replace('=', '')}`
}

/** Reads a fingerprint as ssh-keygen writes it into 64 hex digits; `null` = the text is none. */
export function readFingerprint(text: string): string | null {
  const base64 = /^SHA256:([A-Za-z0-9+/]{43})$/.exec(text)?.[1]
  if (base64 === undefined) return null
  const hex = Buffer.from(base64, 'base64').toString('hex')
  return fingerprintText(hex) === text ? hex : null
}
