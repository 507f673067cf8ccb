import type { KeyObject } from 'node:crypto'
import { randomBytes } from 'node:crypto'
import type { AuthenticatorData } from './authenticator-data.js'
import { coseOf, flag, newKeys, renderData, sha256, signWith } from './authenticator-data.js'
import type { Cbor } from './cbor.js'
import { encodeCbor } from './cbor.js'
import { certificate } from './certificate.js'

/** A security key in software, and the browser in front of it. */
export interface Authenticator {
  /** Answers creation options as a browser does, in the JSON of `PublicKeyCredential.toJSON()`. */
  register(creationOptions: object, from: Page): CredentialJson
  /** Answers request options with the first of its credentials that they allow. */
  assert(requestOptions: object, from: Page): CredentialJson
  /** What it counted to so far. */
  setCounter(counter: number): void
}

export interface AuthenticatorOptions {
  /** COSE number; ES256 when omitted. */
  readonly algorithm?: -7 | -8 | -257
  /** How it vouches for itself: `self` by the new key, `certified` by a certificate. */
  readonly attestation?: 'none' | 'self' | 'certified'
  /** Without, its counter stays at 0, as a phone's does. */
  readonly counts?: boolean
  /** Whether it asks for a PIN or the like; without, it does when it is required. */
  readonly verifiesUser?: boolean
  /** Whether its credentials live on several devices. */
  readonly synced?: boolean
  readonly transports?: readonly string[]
}

/** The page that asks, and what an attacker changes on the way. */
interface Page {
  readonly origin: string
  readonly tamper?: Tamper
}

/** Each step of an answer, to be changed; those before `signature` are signed as changed. */
export interface Tamper {
  /** A text stands as it is. */
  clientData?(data: ClientData): object | string
  parts?(parts: AuthenticatorData): Partial<AuthenticatorData>
  authenticatorData?(bytes: Buffer): Buffer
  signature?(bytes: Buffer, signed: Buffer, privateKey: KeyObject): Buffer
  statement?(format: string, statement: Map<string, Cbor>): { format: Cbor; statement: Cbor }
  attestationObject?(bytes: Buffer): Buffer
  json?(json: CredentialJson): unknown
}

export interface ClientData {
  readonly type: string
  readonly challenge: string
  readonly origin: string
  readonly crossOrigin: boolean
}

export interface CredentialJson {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly response: Readonly<Record<string, unknown>>
  readonly [more: string]: unknown
}

interface Credential {
  readonly id: Buffer
  readonly rpId: string
  readonly privateKey: KeyObject
  readonly userHandle: string
  readonly discoverable: boolean
}

interface CreationOptions {
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
  readonly challenge: string
  readonly excludeCredentials: readonly { readonly id: string }[]
  readonly authenticatorSelection: { readonly residentKey: string; readonly userVerification: string }
}

interface RequestOptions {
  readonly challenge: string
  readonly rpId: string
  readonly allowCredentials: readonly { readonly id: string }[]
  readonly userVerification: string
}

const aaguid = Buffer.from('00112233445566778899aabbccddeeff', 'hex')

/** Makes a security key with no credentials on it. */
export function softwareAuthenticator(options: AuthenticatorOptions = {}): Authenticator {
  const { algorithm = -7, attestation = 'none', counts = true, synced = false } = options
  const { transports = ['usb'], verifiesUser = false } = options
  const credentials: Credential[] = []
  let counter = 0

  return Object.freeze<Authenticator>({
    register(creationOptions, { origin, tamper = {} }) {
      const wanted = creationOptions as CreationOptions
      if (wanted.excludeCredentials.some(({ id }) => byId(id))) throw new Error('it is registered already')
      const { publicKey, privateKey } = newKeys(algorithm)
      const { residentKey, userVerification } = wanted.authenticatorSelection
      const credential: Credential = {
        id: randomBytes(32),
        rpId: wanted.rp.id,
        privateKey,
        userHandle: wanted.user.id,
        discoverable: residentKey === 'required',
      }
      credentials.push(credential)
      const clientData = renderClientData('webauthn.create', wanted.challenge, { origin, tamper })
      const parts = partsOf(credential, userVerification, coseOf(algorithm, publicKey))
      const bytes = renderData({ ...parts, ...tamper.parts?.(parts) })
      const authenticatorData = tamper.authenticatorData?.(bytes) ?? bytes
      const made = attest(attestation, { algorithm, privateKey, authenticatorData, clientData, tamper })
      const statement = tamper.statement?.(made.format, made.statement) ?? made
      const object = encodeCbor(
        new Map<string, Cbor>([
          ['fmt', statement.format],
          ['attStmt', statement.statement],
          ['authData', authenticatorData],
        ]),
      )
      return answer(credential, tamper, {
        clientDataJSON: base64url(clientData),
        attestationObject: base64url(tamper.attestationObject?.(object) ?? object),
        authenticatorData: base64url(authenticatorData),
        publicKey: base64url(publicKey.export({ type: 'spki', format: 'der' })),
        publicKeyAlgorithm: algorithm,
        transports,
      })
    },

    assert(requestOptions, { origin, tamper = {} }) {
      const wanted = requestOptions as RequestOptions
      const credential = pick(wanted)
      const clientData = renderClientData('webauthn.get', wanted.challenge, { origin, tamper })
      const parts = partsOf(credential, wanted.userVerification, new Map())
      const bytes = renderData({ ...parts, ...tamper.parts?.(parts) })
      const authenticatorData = tamper.authenticatorData?.(bytes) ?? bytes
      const signed = signedBy(authenticatorData, clientData)
      const signature = signWith(credential.privateKey, signed)
      return answer(credential, tamper, {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(tamper.signature?.(signature, signed, credential.privateKey) ?? signature),
        ...(credential.discoverable ? { userHandle: credential.userHandle } : {}),
      })
    },

    setCounter(to) {
      counter = to
    },
  })

  function byId(id: string): Credential | undefined {
    return credentials.find((credential) => base64url(credential.id) === id)
  }

  function pick({ rpId, allowCredentials }: RequestOptions): Credential {
    const found =
      allowCredentials.length > 0
        ? allowCredentials.map(({ id }) => byId(id)).find((credential) => credential !== undefined)
        : credentials.find(({ discoverable }) => discoverable)
    if (found?.rpId !== rpId) throw new Error('there is no such credential on it')
    return found
  }

  function partsOf(
    { id, rpId }: Credential,
    userVerification: string,
    publicKey: Map<number, Cbor>,
  ): AuthenticatorData {
    const verified = verifiesUser || userVerification === 'required' ? flag.uv : 0
    if (counts) counter++
    return {
      rpIdHash: sha256(Buffer.from(rpId)),
      flags: flag.up | verified | (synced ? flag.be | flag.bs : 0) | (publicKey.size > 0 ? flag.at : 0),
      counter,
      aaguid: attestation === 'none' ? Buffer.alloc(16) : aaguid,
      credentialId: id,
      publicKey,
      extensions: Buffer.alloc(0),
    }
  }
}

/** Bytes as WebAuthn's JSON has them. */
export function base64url(bytes: Buffer): string {
  return bytes.toString('base64url')
}

function renderClientData(type: string, challenge: string, { origin, tamper = {} }: Page): Buffer {
  const data: ClientData = { type, challenge, origin, crossOrigin: false }
  const sent = tamper.clientData?.(data) ?? data
  return Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent))
}

interface ToAttest {
  readonly algorithm: number
  readonly privateKey: KeyObject
  readonly authenticatorData: Buffer
  readonly clientData: Buffer
  readonly tamper: Tamper
}

function attest(kind: 'none' | 'self' | 'certified', of: ToAttest) {
  if (kind === 'none') return { format: 'none', statement: new Map<string, Cbor>() }
  const maker = kind === 'certified' ? newKeys(-7) : null
  const signed = signedBy(of.authenticatorData, of.clientData)
  const privateKey = maker?.privateKey ?? of.privateKey
  const signature = signWith(privateKey, signed)
  const statement = new Map<string, Cbor>([
    ['alg', maker ? -7 : of.algorithm],
    ['sig', of.tamper.signature?.(signature, signed, privateKey) ?? signature],
  ])
  if (maker) statement.set('x5c', [certificate(maker.publicKey, maker)])
  return { format: 'packed', statement }
}

/** WebAuthn, section 6.3.3: what an authenticator signs. */
function signedBy(authenticatorData: Buffer, clientData: Buffer): Buffer {
  return Buffer.concat([authenticatorData, sha256(clientData)])
}

function answer({ id }: Credential, tamper: Tamper, response: CredentialJson['response']): CredentialJson {
  const json: CredentialJson = {
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key',
    authenticatorAttachment: 'cross-platform',
    clientExtensionResults: {},
    response,
  }
  // What an attacker sends need not be of this shape.
  return (tamper.json ? tamper.json(json) : json) as CredentialJson
}
