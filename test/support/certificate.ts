import type { KeyObject } from 'node:crypto'
import { sign } from 'node:crypto'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/** An X.509 certificate for a key on P-256, in DER, good until 2099; the issuer has the same name as the subject. */
export function certificate(of: KeyObject, issuer: KeyPair, extensions: readonly Buffer[] = []): Buffer {
  const toBeSigned = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name,
    sequence(tlv(0x17, Buffer.from('200101000000Z')), tlv(0x18, Buffer.from('20991231235959Z'))),
    name,
    of.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(noAuthority, ...extensions)),
  )
  const signature = sign('sha256', toBeSigned, issuer.privateKey)
  return sequence(toBeSigned, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])))
}

/** What an Android device says of a key (attestation extension, version 3), the challenge apart nothing. */
export function androidKeyDescription(challenge: Buffer): Buffer {
  const level = tlv(0x0a, Buffer.from([1]))
  const [none, empty] = [tlv(0x04, Buffer.alloc(0)), sequence()]
  return extension(
    '2b06010401d679020111',
    sequence(integer(3), level, integer(4), level, tlv(0x04, challenge), none, empty, empty),
  )
}

/** Where the revocation list is to be fetched (RFC 5280, section 4.2.1.13). */
export function revocationListAt(url: string): Buffer {
  return extension('551d1f', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from(url)))))))
}

/** The names that WebAuthn, section 8.2.1, asks of a maker of authenticators. */
const name = sequence(
  ...[
    ['550406', 'SE'],
    ['55040a', 'Example'],
    ['55040b', 'Authenticator Attestation'],
    ['550403', 'Example authenticator'],
  ].map(([id = '', value = '']) => tlv(0x31, sequence(objectId(id), tlv(0x0c, Buffer.from(value))))),
)
const noAuthority = extension('551d13', sequence())
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'))

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), tlv(0x04, value))
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(contents))
}

function integer(value: number): Buffer {
  return tlv(0x02, Buffer.from([value]))
}

function objectId(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'))
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}
