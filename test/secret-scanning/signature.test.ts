import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, it } from 'mocha'
import type { Client } from '../../src/client.js'
import { hostCalls } from '../../src/plug-in/host-calls.js'
import type { PublicKeys } from '../../src/plug-in/public-keys.js'
import { calledPublicKeys } from '../../src/plug-in/public-keys.js'
import { signedBody } from '../../src/secret-scanning/signature.js'

/** A report, with its key and signature, that GitHub's documentation has shown (github/docs, pull request 18776). */
const github = {
  keyId: '90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a',
  pem: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9MJJHnMfn2+H4xL4YaPDA4RpJqUq
kCmRCBnYERxZanmcpzQSXs1X/AljlKkbJ8qpVIW4clayyef9gWhFbNHWAA==
-----END PUBLIC KEY-----`,
  body: '[{"token":"some_token","type":"some_type","url":"some_url"}]',
  signature:
    'MEUCIQDKZokqnCjrRtw0tni+2Ltvl/uiMJ1EGumEsp1BsNr32AIgQY1YXD2nlj+XNfGK4rBfkMJ1JDOQcYXxa2sY8FNkrKc=',
}
const identifier = 'github-public-key-identifier'
const signatureHeader = 'github-public-key-signature'
const refusal = { code: 'invalid_signature', status: 403 }

describe('signedBody', () => {
  it('takes a report that GitHub has signed, and no other under its signature', async () => {
    const read = (body: string) => () => Promise.resolve(Buffer.from(body))
    const client = sending([github.keyId], [github.signature])
    assert.equal(String(await signedBody(client, keys(github.pem), read(github.body))), github.body)
    for (const other of [`${github.body}\n`, github.body.replace('some_token', 'same_token'), '']) {
      await assert.rejects(signedBody(client, keys(github.pem), read(other)), refusal)
    }
  })

  it('takes neither header twice, and reads no body then', async () => {
    const { keyId, signature, pem } = github
    for (const client of [
      sending([keyId, keyId], [signature]),
      sending([keyId], [signature, signature]),
      sending([], [signature]),
      sending([keyId], []),
    ]) {
      await assert.rejects(signedBody(client, keys(pem), unread), refusal)
    }
  })

  it('takes no signature in the form of IEEE P1363, nor one cut short', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const body = Buffer.from('[]')
    const der = sign('sha256', body, privateKey)
    const raw = sign('sha256', body, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const read = () => Promise.resolve(body)
    const by = (signature: Buffer) => sending(['id'], [signature.toString('base64')])
    assert.equal(await signedBody(by(der), keys(pem), read), body)
    for (const wrong of [raw, der.subarray(0, -1), Buffer.concat([der, Buffer.alloc(1)])]) {
      await assert.rejects(signedBody(by(wrong), keys(pem), read), refusal)
    }
  })

  it('answers 503 where the key cannot be asked for, or is none of P-256', async () => {
    const { keyId, signature } = github
    const client = sending([keyId], [signature])
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const answers = [
      () => rsa.export({ type: 'spki', format: 'pem' }).toString(),
      () => 'no PEM',
      () => 7 as unknown as string,
      () => Promise.reject(new Error('no network')),
    ]
    for (const publicKey of answers) {
      const failing = calledPublicKeys({ publicKey }, hostCalls())
      await assert.rejects(signedBody(client, failing, unread), { code: 'unavailable', status: 503 })
    }
    for (const none of [null, undefined]) {
      const unknown = calledPublicKeys({ publicKey: () => none }, hostCalls())
      await assert.rejects(signedBody(client, unknown, unread), refusal)
    }
  })
})

function keys(pem: string): PublicKeys {
  return calledPublicKeys({ publicKey: () => pem }, hostCalls())
}

function sending(ids: readonly string[], signatures: readonly string[]): Client {
  const headers: Readonly<Record<string, readonly string[]>> = {
    [identifier]: ids,
    [signatureHeader]: signatures,
  }
  return {
    method: 'POST',
    ip: () => '192.0.2.7',
    socketAddress: () => '192.0.2.7',
    header: (name) => headers[name] ?? [],
  }
}

function unread(): Promise<never> {
  return Promise.reject(new TypeError('the body is not to be read'))
}
