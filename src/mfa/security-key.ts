import { readAttestation } from './attestation.js'
import type { CoseKey } from './cose-key.js'
import { coseAlgorithms, isUsableKey } from './cose-key.js'
import type { KeyCreationOptions, KeyDescriptor, KeyRequestOptions } from './security-key-options.js'
import type { ClientResponse } from './webauthn-response.js'
import { parseAssertion, parseRegistration } from './webauthn-response.js'

/** Who asks for a security key (WebAuthn's relying party). It comes from the configuration, never from a request. */
export interface RelyingParty {
  readonly id: string
  readonly name: string
  readonly origins: readonly string[]
}

/** How a browser finds a credential. The id is base64url. */
interface CredentialRef {
  readonly credentialId: string
  readonly transports: readonly string[]
}

/** What is stored of a security key to verify its signatures by. */
export interface StoredSecurityKey extends CredentialRef {
  /** COSE, base64url. */
  readonly publicKey: string
  readonly counter: number
  /** Whether the key can be synced to other devices; this never changes. */
  readonly backupEligible: boolean
}

/** A security key as its registration showed it. */
export interface RegisteredKey extends StoredSecurityKey {
  readonly backedUp: boolean
  readonly aaguid: string
  /** Whether a certificate vouches for its make. Without the maker's root it is not checked whether that certificate can be trusted. */
  readonly attested: boolean
  readonly userVerified: boolean
}

/** What to ask a browser for when a key is registered; `passkey` = a key that signs in by itself, without a password. */
export interface CreationRequest {
  readonly challenge: string
  readonly user: { readonly handle: string; readonly name: string; readonly displayName: string }
  /** The keys the user has already. */
  readonly exclude: readonly CredentialRef[]
  readonly passkey: boolean
  readonly attestation: 'none' | 'direct'
}

/** What to ask a browser for when somebody proves themselves by a key. */
export interface AssertionRequest {
  readonly challenge: string
  /** Empty = whatever passkey the user picks. */
  readonly allow: readonly CredentialRef[]
  readonly userVerification: 'discouraged' | 'required'
}

/** What an assertion is checked against. */
export interface ExpectedAssertion {
  readonly challenge: string
  readonly key: StoredSecurityKey
  readonly userHandle: string
  readonly userVerification: 'discouraged' | 'required'
}

/** What an assertion that was signed by the right key says. */
export interface VerifiedAssertion {
  /** `cloned` = rightly signed, but the counter of a device-bound key did not go forward: refuse it and mark the key. */
  readonly verdict: 'accepted' | 'cloned'
  readonly counter: number
  readonly backedUp: boolean
  readonly userVerified: boolean
}

/** What a response says of itself: enough to find the stored challenge and key. */
export interface ResponseClaims {
  readonly challenge: string
  readonly credentialId: string
  readonly userHandle: string | null
}

type Helpers = Awaited<ReturnType<typeof library>>['helpers']

const timeoutMs = 300_000

/** The options to register a key, as JSON for `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
export function creationOptions(rp: RelyingParty, to: CreationRequest): KeyCreationOptions {
  const { handle, name, displayName } = to.user
  return {
    rp: { id: rp.id, name: rp.name },
    user: { id: handle, name, displayName },
    challenge: to.challenge,
    pubKeyCredParams: coseAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: timeoutMs,
    excludeCredentials: to.exclude.map(descriptor),
    authenticatorSelection: {
      residentKey: to.passkey ? 'required' : 'discouraged',
      requireResidentKey: to.passkey,
      userVerification: to.passkey ? 'required' : 'discouraged',
    },
    hints: to.passkey ? [] : ['security-key'],
    attestation: to.attestation,
  }
}

/** The options to prove oneself by a key, as JSON for `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
export function requestOptions(rp: RelyingParty, to: AssertionRequest): KeyRequestOptions {
  return {
    challenge: to.challenge,
    rpId: rp.id,
    allowCredentials: to.allow.map(descriptor),
    userVerification: to.userVerification,
    timeout: timeoutMs,
    hints: to.allow.length > 0 ? ['security-key'] : [],
  }
}

/** Reads which challenge and credential a browser's response names; `null` = it is no such response. Nothing of it is trusted yet. */
export function readResponse(response: unknown): ResponseClaims | null {
  const registration = parseRegistration(response)
  if (registration) return claimsOf(registration, null)
  const assertion = parseAssertion(response)
  return assertion && claimsOf(assertion, assertion.userHandle)
}

/** Checks a registration (WebAuthn Level 3, section 7.1); `null` = it is not valid, for whatever reason. */
export async function verifyRegistration(
  rp: RelyingParty,
  response: unknown,
  expected: { readonly challenge: string; readonly passkey: boolean },
): Promise<RegisteredKey | null> {
  const parsed = parseRegistration(response)
  if (!parsed || parsed.embedded) return null
  const { credentialId, clientDataJSON, attestationObject, transports } = parsed
  const { server, helpers } = await library()
  return orNull(async () => {
    const attestation = readAttestation(decodeWhole(helpers, attestationObject))
    if (!attestation) return null
    const { registrationInfo: info } = await server.verifyRegistrationResponse({
      ...expectedOf(rp, expected.challenge),
      response: jsonOf(credentialId, { clientDataJSON, attestationObject }),
      requireUserVerification: expected.passkey,
      supportedAlgorithmIDs: [...coseAlgorithms],
    })
    if (info?.credential.id !== credentialId) return null
    const key: CoseKey = helpers.isoCBOR.decodeFirst(info.credential.publicKey)
    if (!isUsableKey(key) || !attestation.fits(key)) return null
    return {
      credentialId,
      transports,
      publicKey: Buffer.from(info.credential.publicKey).toString('base64url'),
      counter: info.credential.counter,
      backupEligible: info.credentialDeviceType === 'multiDevice',
      backedUp: info.credentialBackedUp,
      aaguid: info.aaguid,
      attested: attestation.certified,
      userVerified: info.userVerified,
    }
  })
}

/** Checks an assertion by a stored key (WebAuthn Level 3, section 7.2); `null` = it is not valid, for whatever reason. */
export async function verifyAssertion(
  rp: RelyingParty,
  response: unknown,
  expected: ExpectedAssertion,
): Promise<VerifiedAssertion | null> {
  const { key, userHandle } = expected
  const parsed = parseAssertion(response)
  if (!parsed || parsed.embedded || parsed.credentialId !== key.credentialId) return null
  if (parsed.userHandle !== null && parsed.userHandle !== userHandle) return null
  const { credentialId, clientDataJSON, authenticatorData, signature } = parsed
  const { server } = await library()
  return orNull(async () => {
    const { verified, authenticationInfo: info } = await server.verifyAuthenticationResponse({
      ...expectedOf(rp, expected.challenge),
      response: jsonOf(credentialId, { clientDataJSON, authenticatorData, signature }),
      // The library would judge the counter before the signature, so that anybody could have a key marked as cloned: we judge it afterwards.
      credential: { id: key.credentialId, publicKey: bytes(key.publicKey), counter: 0 },
      requireUserVerification: expected.userVerification === 'required',
    })
    const backupEligible = info.credentialDeviceType === 'multiDevice'
    // Section 6.1.3: eligibility is set when a credential is made and never changes.
    if (!verified || backupEligible !== key.backupEligible) return null
    return {
      verdict: wentBack(info.newCounter, key) ? 'cloned' : 'accepted',
      counter: info.newCounter,
      backedUp: info.credentialBackedUp,
      userVerified: info.userVerified,
    }
  })
}

function descriptor({ credentialId, transports }: CredentialRef): KeyDescriptor {
  return { type: 'public-key', id: credentialId, transports: [...transports] }
}

function claimsOf({ challenge, credentialId }: ClientResponse, userHandle: string | null): ResponseClaims {
  return { challenge, credentialId, userHandle }
}

/** Loads the library when the first security key is met: it takes most of a second and 29 MB. */
async function library() {
  const [server, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ])
  return { server, helpers }
}

/** Answers `null` for whatever the library throws at a response: its messages would show the challenge and the origins. */
async function orNull<T>(check: () => Promise<T | null>): Promise<T | null> {
  try {
    return await check()
  } catch {
    return null
  }
}

function expectedOf(rp: RelyingParty, challenge: string) {
  return { expectedChallenge: challenge, expectedOrigin: [...rp.origins], expectedRPID: [rp.id] }
}

/** Makes a response for the library out of what was checked. */
function jsonOf<Response>(id: string, response: Response) {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response } as const
}

/** Decodes bytes that are one CBOR item; `null` when more follows it, which nobody would check. */
function decodeWhole({ isoCBOR }: Helpers, encoded: string): unknown {
  const input = bytes(encoded)
  const item = isoCBOR.decodeFirst<Parameters<typeof isoCBOR.encode>[0]>(input)
  return isoCBOR.encode(item).length === input.length ? item : null
}

/** Whether a counter did not go forward though it is in use (section 6.1.1). Keys that live on several devices are let be. */
function wentBack(counter: number, key: StoredSecurityKey): boolean {
  if (key.backupEligible || (counter === 0 && key.counter === 0)) return false
  return counter <= key.counter
}

function bytes(encoded: string) {
  return new Uint8Array(Buffer.from(encoded, 'base64url'))
}
