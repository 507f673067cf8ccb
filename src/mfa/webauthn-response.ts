/** What a browser answers to creation options. Its form has been checked, but nothing of it is trusted. All bytes are base64url. */
export interface RegistrationResponse extends ClientResponse {
  readonly attestationObject: string
  readonly transports: readonly string[]
}

/** What a browser answers to request options. Its form has been checked, but nothing of it is trusted. All bytes are base64url. */
export interface AssertionResponse extends ClientResponse {
  readonly authenticatorData: string
  readonly signature: string
  readonly userHandle: string | null
}

/** What both kinds of response hold. */
export interface ClientResponse {
  readonly credentialId: string
  readonly clientDataJSON: string
  readonly challenge: string
  /** Whether the browser says that the page was in a frame of another origin. */
  readonly embedded: boolean
}

/** The longest each may be, in bytes. WebAuthn Level 3 sets those of a credential id (section 5.8.3) and a user handle (section 5.4.3). */
const limits = {
  credentialId: 1023,
  userHandle: 64,
  challenge: 64,
  clientDataJSON: 4096,
  authenticatorData: 4096,
  attestationObject: 32_768,
  signature: 512,
} as const
/** The transports of section 5.8.4. Browsers may name others, which are left out. */
const knownTransports = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'] as const

/** Reads the JSON of a new credential (`PublicKeyCredential.toJSON()`); `null` = it is no such thing. */
export function parseRegistration(value: unknown): RegistrationResponse | null {
  const read = parseClientResponse(value)
  if (!read) return null
  const { client, response } = read
  const attestationObject = base64url(response.attestationObject, limits.attestationObject)
  const transports = parseTransports(response.transports)
  return attestationObject && transports ? { ...client, attestationObject, transports } : null
}

/** Reads the JSON of an assertion (`PublicKeyCredential.toJSON()`); `null` = it is no such thing. */
export function parseAssertion(value: unknown): AssertionResponse | null {
  const read = parseClientResponse(value)
  if (!read) return null
  const { client, response } = read
  const authenticatorData = base64url(response.authenticatorData, limits.authenticatorData)
  const signature = base64url(response.signature, limits.signature)
  const userHandle = parseUserHandle(response.userHandle)
  if (!authenticatorData || !signature || userHandle === undefined) return null
  return { ...client, authenticatorData, signature, userHandle }
}

function parseClientResponse(value: unknown) {
  if (!isRecord(value) || !isRecord(value.response) || value.type !== 'public-key') return null
  const { id, rawId, response } = value
  const credentialId = base64url(id, limits.credentialId)
  const clientDataJSON = base64url(response.clientDataJSON, limits.clientDataJSON)
  if (!credentialId || rawId !== id || !clientDataJSON) return null
  const clientData = parseJson(Buffer.from(clientDataJSON, 'base64url').toString())
  if (!isRecord(clientData)) return null
  const challenge = base64url(clientData.challenge, limits.challenge)
  if (!challenge) return null
  const { crossOrigin = false, topOrigin } = clientData
  const embedded = crossOrigin !== false || topOrigin !== undefined
  const client: ClientResponse = { credentialId, clientDataJSON, challenge, embedded }
  return { client, response }
}

/** A text that is the one and only base64url of 1 to `max` bytes: a second spelling would be a second name of a credential. */
function base64url(value: unknown, max: number): string | null {
  if (typeof value !== 'string' || value === '' || value.length > Math.ceil((max * 4) / 3)) return null
  return Buffer.from(value, 'base64url').toString('base64url') === value ? value : null
}

/** `null` = there is none, `undefined` = it is malformed. An empty one is none: some authenticators answer it where they know no user. */
function parseUserHandle(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null
  return base64url(value, limits.userHandle) ?? undefined
}

/** Reads the transports that we know; `null` = they are malformed. Some password managers say `null` where there are none. */
function parseTransports(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? knownTransports.filter((known) => value.includes(known)) : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
