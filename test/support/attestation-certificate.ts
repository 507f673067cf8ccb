import type { KeyObject } from 'node:crypto'
import { sign } from 'node:crypto'

/** A self-signed certificate as WebAuthn, section 8.2.1, wants one of a maker of authenticators, in DER. */
export function attestationCertificate(keys: { publicKey: KeyObject; privateKey: KeyObject }): Buffer {
  const name = sequence(
    ...[
      ['550406', 'SE'],
      ['55040a', 'Example'],
      ['55040b', 'Authenticator Attestation'],
      ['550403', 'Example authenticator'],
    ].map(([id = '', value = '']) => tlv(0x31, sequence(objectId(id), tlv(0x0c, Buffer.from(value))))),
  )
  const noAuthority = sequence(objectId('551d13'), tlv(0x01, Buffer.from([0xff])), tlv(0x04, sequence()))
  const toBeSigned = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name,
    sequence(tlv(0x17, Buffer.from('200101000000Z')), tlv(0x18, Buffer.from('20991231235959Z'))),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(noAuthority)),
  )
  const signature = sign('sha256', toBeSigned, keys.privateKey)
  return sequence(toBeSigned, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])))
}

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'))

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
