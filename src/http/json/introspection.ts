/** What a credential is good for (RFC 7662, section 2.2); of one that is good for nothing only that is said. */
export type IntrospectionJson = { readonly active: false } | ActiveCredentialJson

/** A credential that is good for something. */
export interface ActiveCredentialJson {
  readonly active: true
  readonly sub: string
  readonly username: string
  readonly scope: string
  /** Seconds since the epoch; left out where it does not end. */
  readonly exp?: number | undefined
  readonly iat: number
  readonly client_id?: string | undefined
  readonly token_type: 'Bearer'
  readonly kind: 'api_key' | 'token'
  readonly allowed_addresses?: readonly string[] | undefined
}
