import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import { privateKeyFile } from '../../src/ssh/private-key-file.js'
import { string, uint32 } from '../../src/ssh/packet.js'
import { describeWithOpenSsh } from '../support/openssh.js'
import { askingForRounds, newKeyFile, newPassphrase, ppk } from '../support/private-key-files.js'

describeWithOpenSsh('tools', 'privateKeyFile', () => {
  const passphrase = newPassphrase()
  const { text, publicKey } = newKeyFile({ type: 'ed25519' })
  const encrypted = newKeyFile({ type: 'ed25519', passphrase }).text
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = (cipher: string): string =>
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase }).toString()

  it('tells formats and encryption by the header', () => {
    const sec1 = newKeyFile({ type: 'ecdsa', format: 'PEM' }).text
    const cases: [string, string, boolean][] = [
      [text, 'openssh', false],
      [encrypted, 'openssh', true],
      [newKeyFile({ type: 'rsa', bits: 2048, format: 'PEM' }).text, 'pem', false],
      [newKeyFile({ type: 'rsa', bits: 2048, format: 'PEM', passphrase }).text, 'pem', true],
      [sec1, 'pem', false],
      [newKeyFile({ type: 'ecdsa', format: 'PKCS8', passphrase }).text, 'pem', true],
      [pkcs8('aes-256-cbc'), 'pem', true],
      [pkcs8('des-ede3-cbc'), 'pem', true],
      [ppk(privateKey).text, 'ppk', false],
      [ppk(privateKey, passphrase).text, 'ppk', true],
      // As `openssl ecparam -genkey` writes it.
      [`-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${sec1}`, 'pem', false],
    ]
    for (const [pasted, format, isEncrypted] of cases) {
      const file = privateKeyFile(pasted)
      assert.deepEqual([file.format, file.encrypted], [format, isEncrypted])
    }
  })

  it('reads past a BOM, blanks, other line ends and text around the key', () => {
    const lines = text.trim().split('\n')
    for (const pasted of [
      `\ufeff${text}`,
      `\n\n  ${lines.join('\n  ')}  \n\n`,
      lines.join('\r\n'),
      lines.join('\r'),
      `the key:\n${text}${publicKey} ada@laptop\n`,
    ]) {
      assert.deepEqual(privateKeyFile(pasted), privateKeyFile(text))
    }
  })

  it('refuses a public key', () => {
    const rfc4716 = '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "x"\nAAAA\n---- END SSH2 PUBLIC KEY ----'
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
    for (const pasted of [publicKey, `${publicKey} ada@laptop`, rfc4716, pem])
      refused(pasted, 'public_key_pasted')
    refused('sk-ssh-ed25519@openssh.com AAAA', 'public_key_pasted')
  })

  it('refuses PuTTY’s format 3 and says how to convert it', () => {
    const three = ppk(privateKey).text.replace('Key-File-2', 'Key-File-3')
    assert.match(refused(three, 'ppk_not_supported'), /puttygen key\.ppk -O private-openssh/)
  })

  it('refuses types that are weak or live on a token', () => {
    refused(newKeyFile({ type: 'dsa' }).text, 'unsupported_type')
    refused(newKeyFile({ type: 'dsa', format: 'PEM' }).text, 'unsupported_type')
    refused(newKeyFile({ type: 'rsa', bits: 1024 }).text, 'unsupported_type')
    refused(openSsh({ publicBlob: string('sk-ssh-ed25519@openssh.com') }), 'unsupported_type')
    refused(openSsh({ publicBlob: string('ssh-rsa-cert-v01@openssh.com') }), 'unsupported_type')
  })

  it('refuses ciphers and KDFs that it does not know the cost of', () => {
    for (const cipher of ['aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'rot13']) {
      refused(openSsh({ cipher }), 'unsupported_encryption')
    }
    refused(
      newKeyFile({ type: 'ecdsa', format: 'PEM', passphrase }).text.replace('AES-128-CBC', 'DES-CBC'),
      'unsupported_encryption',
    )
    // AES-256-CBC becomes AES-256-OFB.
    refused(
      changed(pkcs8('aes-256-cbc'), '60864801650304012a', '60864801650304012b'),
      'unsupported_encryption',
    )
    // 1.2.840.113549.1.5.13 becomes .3: PBES1.
    refused(
      changed(pkcs8('aes-256-cbc'), '2a864886f70d01050d', '2a864886f70d010503'),
      'unsupported_encryption',
    )
    refused(
      changed(pkcs8('aes-256-cbc'), '2a864886f70d01050c', '2a864886f70d01050e'),
      'unsupported_encryption',
    )
  })

  it('refuses at once a file that asks for 2^32 rounds, or for more than 64', () => {
    const start = performance.now()
    for (const rounds of [2 ** 32 - 1, 65, 0]) refused(askingForRounds(encrypted, rounds), 'malformed_key')
    assert.ok(performance.now() - start < 500)
    assert.equal(privateKeyFile(askingForRounds(encrypted, 64)).encrypted, true)
  })

  it('refuses at once a PKCS#8 file that asks for more than a million iterations', () => {
    for (const iterations of ['01', '0800', '0f4240'])
      assert.equal(privateKeyFile(pbes2(iterations)).encrypted, true)
    for (const iterations of ['0f4241', '7fffffff', '7fffffffffffffffff', '00', 'ffff', '']) {
      refused(pbes2(iterations), 'malformed_key', iterations)
    }
  })

  it('refuses what is cut, doubled, or no key', () => {
    const lines = text.trim().split('\n')
    for (const pasted of [
      '',
      '   \n',
      'hello',
      'PuTTY-User-Key-File-1: ssh-rsa',
      'PuTTY-User-Key-File-2: ssh-rsa',
      text + text,
      lines.slice(0, -1).join('\n'),
      lines.slice(1).join('\n'),
      [lines[0], lines.at(-1)].join('\n'),
      lines.filter((_, i) => i !== 2).join('\n'),
      text.replace(/=*\n-----END/, '!\n-----END'),
      text.replaceAll('OPENSSH', 'ED25519'),
      openSsh({ keys: 2 }),
      openSsh({ after: Buffer.from('more') }),
      openSsh({ kdf: 'bcrypt' }),
      '-----BEGIN OPENSSH PRIVATE KEY-----\naGVsbG8=\n-----END OPENSSH PRIVATE KEY-----',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\naGVsbG8=\n-----END ENCRYPTED PRIVATE KEY-----',
    ]) {
      refused(pasted, 'malformed_key')
    }
  })

  it('answers 413 over 16 KiB', () => {
    const spaced = text + ' '.repeat(16 * 1024 - Buffer.byteLength(text))
    assert.equal(privateKeyFile(spaced).format, 'openssh')
    assert.throws(() => privateKeyFile(`${spaced} `), { name: 'KeywardError', code: 'payload_too_large' })
  })

  it('answers any text in no time, with a refusal or a file', () => {
    const lines = [
      ...text.split('\n'),
      ...encrypted.split('\n'),
      ...ppk(privateKey).text.split('\r\n'),
      ...pkcs8('aes-256-cbc').split('\n'),
    ]
    const anyText = fc.oneof(
      fc.string({ maxLength: 2000 }),
      fc
        .array(fc.oneof(fc.constantFrom(...lines), fc.base64String()), { maxLength: 40 })
        .map((some) => some.join('\n')),
    )
    fc.assert(
      fc.property(anyText, (pasted) => {
        const start = performance.now()
        try {
          privateKeyFile(pasted)
        } catch (error) {
          assert.ok(error instanceof KeywardError)
        }
        assert.ok(performance.now() - start < 200)
      }),
      { numRuns: 2000 },
    )
  })
})

function refused(pasted: string, code: string, why?: string): string {
  try {
    privateKeyFile(pasted)
  } catch (error) {
    assert.ok(error instanceof KeywardError)
    const [reason] = error.errors ?? []
    assert.deepEqual([reason?.field, reason?.code], ['privateKey', code], why)
    return reason?.message ?? ''
  }
  return assert.fail(`not refused as ${code}`)
}

interface OpenSshHeader {
  readonly cipher?: string
  readonly kdf?: string
  readonly keys?: number
  readonly publicBlob?: Buffer
  readonly after?: Buffer
}

/** A file in OpenSSH's format with a header of one's choice. */
function openSsh(given: OpenSshHeader): string {
  const {
    cipher = 'none',
    kdf = cipher === 'none' ? 'none' : 'bcrypt',
    keys = 1,
    after = Buffer.alloc(0),
  } = given
  const { publicBlob = Buffer.concat([string('ssh-ed25519'), string(randomBytes(32))]) } = given
  const options = cipher === 'none' ? string() : string(string(randomBytes(16)), uint32(16))
  const header = [string(cipher), string(kdf), options, uint32(keys), string(publicBlob)]
  const bytes = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...header, string(randomBytes(64)), after])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

/** An encrypted PKCS#8 file by PBES2 with PBKDF2, whose iterations are these digits of a DER integer. */
function pbes2(iterations: string): string {
  const kdf = sequence(
    oid('2a864886f70d01050c'),
    sequence(der(0x04, randomBytes(8)), der(0x02, hex(iterations))),
  )
  const cipher = sequence(oid('60864801650304012a'), der(0x04, randomBytes(16)))
  const scheme = sequence(oid('2a864886f70d01050d'), sequence(kdf, cipher))
  const text = sequence(scheme, der(0x04, randomBytes(48))).toString('base64')
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${text}\n-----END ENCRYPTED PRIVATE KEY-----\n`
}

function sequence(...values: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(values))
}

function oid(digits: string): Buffer {
  return der(0x06, hex(digits))
}

function der(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex')
}

/** A PEM file in which some bytes, given in hex, are others of the same length. */
function changed(pem: string, from: string, to: string): string {
  const lines = pem.trim().split('\n')
  const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64')
  const at = bytes.indexOf(Buffer.from(from, 'hex'))
  assert.ok(at > 0)
  bytes.write(to, at, 'hex')
  return [lines[0], bytes.toString('base64'), lines.at(-1)].join('\n')
}
