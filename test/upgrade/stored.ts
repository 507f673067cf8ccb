/** What is in a database of an older version, with the secrets to use it. */
export interface Stored {
  /** When it was stored, epoch ms. */
  readonly at: number
  readonly secret: string
  readonly userId: string
  readonly password: string
  readonly totpSecret: string
  readonly apiKeyId: string
  readonly apiKey: string
  readonly token: string
  readonly hostCredential: string
  readonly privateKeyId: string
  /** What the browser that is signed in sends. */
  readonly cookies: readonly string[]
}
