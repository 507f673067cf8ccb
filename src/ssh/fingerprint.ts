/** A fingerprint as ssh-keygen and sshd write it. */
export function fingerprintText(hex: string): string {
  return `SHA256:${Buffer.from(hex, 'hex').toString('base64').replace('=', '')}`
}

/** Reads such a fingerprint, to 64 hex digits; `null` = it is none. */
export function readFingerprint(text: string): string | null {
  const base64 = /^SHA256:([A-Za-z0-9+/]{43})$/.exec(text)?.[1]
  if (base64 === undefined) return null
  const hex = Buffer.from(base64, 'base64').toString('hex')
  return fingerprintText(hex) === text ? hex : null
}
