// What browsers take the options by, in the types of the DOM, knows no readonly array.

/** A credential that a browser may use, or must not register again. The id is base64url. */
export interface KeyDescriptor {
  readonly id: string
  readonly type: 'public-key'
  /** How the key can be reached: `usb`, `nfc`, `internal` …; empty where that is not known. */
  readonly transports: string[]
}

/** What a browser asks a security key for to register it, as JSON for `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
export interface KeyCreationOptions {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly challenge: string
  readonly pubKeyCredParams: { readonly type: 'public-key'; readonly alg: number }[]
  /** Milliseconds. */
  readonly timeout: number
  readonly excludeCredentials: KeyDescriptor[]
  readonly authenticatorSelection: {
    readonly residentKey: 'required' | 'discouraged'
    readonly requireResidentKey: boolean
    readonly userVerification: 'required' | 'discouraged'
  }
  readonly hints: string[]
  readonly attestation: 'none' | 'direct'
}

/** What a browser asks a security key for to prove somebody by it, as JSON for `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
export interface KeyRequestOptions {
  readonly challenge: string
  readonly rpId: string
  /** Empty = whatever passkey the user picks. */
  readonly allowCredentials: KeyDescriptor[]
  readonly userVerification: 'required' | 'discouraged'
  /** Milliseconds. */
  readonly timeout: number
  readonly hints: string[]
}
