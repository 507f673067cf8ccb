import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../../src/errors.js'
import { privateKeyFile } from '../../../src/ssh/key-file/file.js'
import { string, uint32 } from '../../../src/ssh/packet.js'
import { der, oid, sequence } from '../../support/der.js'
import { describeWithOpenSsh } from '../../support/openssh.js'
import { askingForRounds, newKeyFile, newPassphrase, ppk } from '../../support/private-key-files.js'

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
      [newKeyFile({ type: 'rsa', bits: 2048, format: 'PEM' }).text, 'der', false],
      [newKeyFile({ type: 'rsa', bits: 2048, format: 'PEM', passphrase }).text, 'der', true],
      [sec1, 'der', false],
      [newKeyFile({ type: 'ecdsa', format: 'PKCS8', passphrase }).text, 'der', true],
      [pkcs8('aes-256-cbc'), 'der', true],
      [pkcs8('des-ede3-cbc'), 'der', true],
      [ppk(privateKey).text, 'ppk', false],
      [ppk(privateKey, passphrase).text, 'ppk', true],
      // As `openssl ecparam -genkey` writes it.
      [`-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${sec1}`, 'der', false],
    ]
    for (const [pasted, format, isEncrypted] of cases) {
      const file = privateKeyFile(pasted)
      assert.deepEqual([file.format, file.lock !== null], [format, isEncrypted])
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

  describe('a key whose lines were changed in ways that a person does not see', () => {
    const invisible = '\u200b\ufeff\u2060'
    const changes: Readonly<Record<string, (lines: readonly string[]) => string>> = {
      'no line end after the last': (lines) => lines.join('\n'),
      CR: (lines) => lines.join('\r'),
      'doubled line ends': (lines) => lines.join('\n\n'),
      'doubled CRLF': (lines) => `${lines.join('\r\n\r\n')}\r\n\r\n`,
      'a line separator': (lines) => lines.join('\u2028'),
      'a next-line character': (lines) => lines.join('\u0085'),
      'blanks for line ends': (lines) => lines.join(' '),
      'tabs for line ends': (lines) => lines.join('\t'),
      'non-breaking blanks for line ends': (lines) => lines.join('\u00a0'),
      'line ends written out': (lines) => lines.join('\\n'),
      'CRLF written out, and at the end': (lines) => `${lines.join('\\r\\n')}\\r\\n`,
      'line ends written out and there': (lines) => lines.join('\\n\n'),
      JSON: (lines) => JSON.stringify(`${lines.join('\n')}\n`),
      'JSON with its name': (lines) => JSON.stringify({ key: lines.join('\n') }),
      'a block of code': (lines) => `\`\`\`\n${lines.join('\n')}\n\`\`\``,
      quotes: (lines) => `'${lines.join('\n')}'`,
      'curly quotes': (lines) => `“${lines.join('\n')}”`,
      indentation: (lines) => lines.map((line) => `    ${line}`).join('\n'),
      'tabs before and blanks behind': (lines) => lines.map((line) => `\t${line}  `).join('\n'),
      'non-breaking blanks around': (lines) => lines.map((line) => `\u00a0${line}\u3000`).join('\n'),
      'invisible characters': (lines) =>
        lines
          .map((line) => `${invisible}${line.slice(0, 7)}${invisible}${line.slice(7)}${invisible}`)
          .join('\n'),
    }
    const pem = { type: 'ecdsa', format: 'PEM' } as const
    const files: Readonly<Record<string, string>> = {
      'OpenSSH’s format': text,
      'OpenSSH’s format, encrypted': encrypted,
      SEC1: newKeyFile(pem).text,
      'SEC1, encrypted': newKeyFile({ ...pem, passphrase }).text,
      'PKCS#1, encrypted': newKeyFile({ type: 'rsa', bits: 2048, format: 'PEM', passphrase }).text,
      'PKCS#8, encrypted': pkcs8('des-ede3-cbc'),
      'PuTTY’s format': ppk(privateKey).text,
      'PuTTY’s format, encrypted': ppk(privateKey, passphrase).text,
    }
    for (const [what, change] of Object.entries(changes)) {
      it(`is the same key: ${what}`, () => {
        for (const [format, file] of Object.entries(files)) {
          const lines = file
            .trim()
            .split(/\r?\n/)
            .filter((line) => line !== '')
          assert.deepEqual(privateKeyFile(change(lines)), privateKeyFile(file), format)
        }
      })
    }

    it('is the same key: no line ends at all, and none after the headers', () => {
      for (const [format, file] of Object.entries(files)) {
        if (!format.startsWith('PuTTY'))
          assert.deepEqual(privateKeyFile(file.replaceAll('\n', '')), privateKeyFile(file))
      }
    })

    it('is refused for its lines, and not for its passphrase, where one of them is missing', () => {
      for (const [format, file] of Object.entries(files)) {
        if (!format.endsWith('encrypted')) continue
        const lines = file.trim().split(/\r?\n/)
        const shortened = lines.map((line, i) => (i === lines.length - 3 ? line.slice(0, -4) : line))
        refused(shortened.join('\n'), 'malformed_key', format)
      }
    })
  })

  it('refuses a public key in the place of a private one', () => {
    const rfc4716 = '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "x"\nAAAA\n---- END SSH2 PUBLIC KEY ----'
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
    for (const pasted of [publicKey, `${publicKey} ada@laptop`, rfc4716, pem])
      refused(pasted, 'public_key_pasted')
    refused('sk-ssh-ed25519@openssh.com AAAA', 'public_key_pasted')
    refused(publicKey.replace(' ', '   '), 'public_key_pasted')
    refused('----- BEGIN RSA PUBLIC KEY', 'public_key_pasted')
    // What only speaks of one is none.
    for (const pasted of [
      'my ssh-ed25519 AAAA',
      'ssh-ed25519',
      'see -----BEGIN PUBLIC KEY',
      '---BEGIN PUBLIC KEY',
    ])
      refused(pasted, 'malformed_key', pasted)
  })

  it('takes the header of an encrypted key with blanks in it, as some programs write it', () => {
    const pem = newKeyFile({ type: 'ecdsa', format: 'PEM', passphrase }).text
    const { lock } = privateKeyFile(pem)
    for (const header of ['Proc-Type:4,ENCRYPTED', 'Proc-Type:  4  ,  ENCRYPTED'])
      assert.deepEqual(privateKeyFile(pem.replace('Proc-Type: 4,ENCRYPTED', header)).lock, lock)
  })

  it('refuses the header of an encrypted key that does not say how', () => {
    const pem = newKeyFile({ type: 'ecdsa', format: 'PEM', passphrase }).text
    refused(pem.replace(/DEK-Info: .*\n/, ''), 'unsupported_encryption')
    refused('-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----', 'unsupported_type')
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

  it('refuses a file that asks for more than 64 rounds, and says how to make it take fewer', () => {
    for (const rounds of [65, 100, 2 ** 32 - 1]) {
      const message = refused(askingForRounds(encrypted, rounds), 'unsupported_encryption')
      assert.match(message, /`ssh-keygen -p -a 16 -f key`/)
    }
    const slow = newKeyFile({ type: 'ed25519', passphrase, more: ['-a', '100'] }).text
    assert.match(refused(slow, 'unsupported_encryption'), /`ssh-keygen -p -a 16 -f key`/)
    refused(askingForRounds(encrypted, 0), 'malformed_key')
    assert.deepEqual(privateKeyFile(askingForRounds(encrypted, 64)).lock?.kdf.name, 'bcrypt')
  })

  it('refuses a PKCS#8 file that asks for more than a million iterations, and says how to make it take fewer', () => {
    for (const iterations of ['01', '0800', '0f4240', '000f4240'])
      assert.equal(privateKeyFile(pbes2({ iterations })).lock?.kdf.name, 'pbkdf2')
    for (const iterations of ['0f4241', '124f80', '7fffffff', '7fffffffffffffff']) {
      assert.match(refused(pbes2({ iterations }), 'unsupported_encryption'), /`ssh-keygen -p -a 16 -f key`/)
    }
    for (const iterations of ['00', 'ffff', '']) refused(pbes2({ iterations }), 'malformed_key', iterations)
  })

  it('takes the ciphers and hashes of PKCS#8 by their identifiers, and SHA-1 where none is named', () => {
    const lockOf = (given: Pbes2): readonly unknown[] => {
      const { cipher, kdf } = privateKeyFile(pbes2(given)).lock ?? assert.fail()
      return [cipher, kdf.name === 'pbkdf2' && kdf.hash]
    }
    const cases: [Pbes2, string, string][] = [
      [{ cipher: '608648016503040102' }, 'aes-128-cbc', 'sha1'],
      [{ cipher: '608648016503040116' }, 'aes-192-cbc', 'sha1'],
      [{ cipher: '2a864886f70d0307', ivBytes: 8, bodyBytes: 40 }, 'des-ede3-cbc', 'sha1'],
      [{ hash: '2a864886f70d0207' }, 'aes-256-cbc', 'sha1'],
      [{ hash: '2a864886f70d0208' }, 'aes-256-cbc', 'sha224'],
      [{ hash: '2a864886f70d0209' }, 'aes-256-cbc', 'sha256'],
      [{ hash: '2a864886f70d020a' }, 'aes-256-cbc', 'sha384'],
      [{ hash: '2a864886f70d020b' }, 'aes-256-cbc', 'sha512'],
    ]
    for (const [given, ...expected] of cases) assert.deepEqual(lockOf(given), expected)
    // MD5.
    refused(pbes2({ hash: '2a864886f70d0205' }), 'unsupported_encryption')
  })

  it('refuses PKCS#8 whose bytes are not those of its cipher', () => {
    for (const given of [
      { ivBytes: 15 },
      { ivBytes: 17 },
      { ivBytes: 0 },
      { bodyBytes: 47 },
      { bodyBytes: 0 },
    ])
      refused(pbes2(given), 'malformed_key', JSON.stringify(given))
  })

  it('refuses PuTTY’s format where what it says of itself does not go together', () => {
    const { text: clear } = ppk(privateKey)
    const { text: locked } = ppk(privateKey, passphrase)
    const cases: [string, string, string][] = [
      [clear, 'Key-File-2: ecdsa-sha2-nistp256', 'Key-File-2: ssh-ed25519'],
      [clear, 'Key-File-2', 'Key-File-1'],
      [clear, 'Key-File-2', 'Key-File-4'],
      [clear, 'Public-Lines: 3', 'Public-Lines: 2'],
      [clear, 'Private-Lines: 1', 'Private-Lines: 2'],
    ]
    for (const [file, from, to] of cases) {
      assert.ok(file.includes(from), from)
      refused(file.replace(from, to), 'malformed_key', to)
    }
    refused(locked.replace('aes256-cbc', 'aes128-cbc'), 'unsupported_encryption')
    // What is said to be encrypted, and has no whole blocks.
    refused(clear.replace('Encryption: none', 'Encryption: aes256-cbc'), 'malformed_key')
    const dss = Buffer.concat([string('ssh-dss'), string(randomBytes(20))])
    refused(
      clear
        .replace('ecdsa-sha2-nistp256', 'ssh-dss')
        .replace(/Public-Lines: 3[^]*?Private/, `Public-Lines: 1\r\n${dss.toString('base64')}\r\nPrivate`),
      'unsupported_type',
    )
  })

  it('refuses OpenSSH’s format where what it says of itself does not go together', () => {
    assert.equal(privateKeyFile(openSsh({ cipher: 'aes256-ctr' })).lock?.kdf.name, 'bcrypt')
    for (const given of [
      { magic: 'openssh-key-v2\0' },
      { cipher: 'aes256-ctr', kdf: 'scrypt' },
      { cipher: 'aes256-ctr', kdf: 'none' },
      { cipher: 'aes256-ctr', saltBytes: 0 },
      { cipher: 'aes256-ctr', bodyBytes: 63 },
      { cipher: 'aes256-ctr', bodyBytes: 0 },
    ])
      refused(openSsh(given), 'malformed_key', JSON.stringify(given))
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

  it('answers 413 to a key file of more than 16 KiB', () => {
    const spaced = text + ' '.repeat(16 * 1024 - Buffer.byteLength(text))
    assert.equal(privateKeyFile(spaced).format, 'openssh')
    assert.throws(() => privateKeyFile(`${spaced} `), { name: 'KeywardError', code: 'payload_too_large' })
  })

  it('answers any text with a refusal or a file', () => {
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
        try {
          privateKeyFile(pasted)
        } catch (error) {
          assert.ok(error instanceof KeywardError)
        }
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
  readonly magic?: string
  readonly saltBytes?: number
  readonly bodyBytes?: number
}

/** A file in OpenSSH's format with a header of one's choice. */
function openSsh(given: OpenSshHeader): string {
  const {
    cipher = 'none',
    kdf = cipher === 'none' ? 'none' : 'bcrypt',
    keys = 1,
    after = Buffer.alloc(0),
    magic = 'openssh-key-v1\0',
    saltBytes = 16,
    bodyBytes = 64,
  } = given
  const { publicBlob = Buffer.concat([string('ssh-ed25519'), string(randomBytes(32))]) } = given
  const options = cipher === 'none' ? string() : string(string(randomBytes(saltBytes)), uint32(16))
  const header = [string(cipher), string(kdf), options, uint32(keys), string(publicBlob)]
  const bytes = Buffer.concat([Buffer.from(magic), ...header, string(randomBytes(bodyBytes)), after])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

interface Pbes2 {
  /** The digits of a DER integer. */
  readonly iterations?: string
  /** The digits of object identifiers. */
  readonly cipher?: string
  readonly hash?: string
  readonly ivBytes?: number
  readonly bodyBytes?: number
}

/** An encrypted PKCS#8 file by PBES2 with PBKDF2. */
function pbes2(given: Pbes2): string {
  const { iterations = '0800', cipher = '60864801650304012a', hash, ivBytes = 16, bodyBytes = 48 } = given
  const prf = hash === undefined ? [] : [sequence(oid(hash), der(0x05))]
  const settings = [der(0x04, randomBytes(8)), der(0x02, hex(iterations)), ...prf]
  const kdf = sequence(oid('2a864886f70d01050c'), sequence(...settings))
  const encryption = sequence(oid(cipher), der(0x04, randomBytes(ivBytes)))
  const scheme = sequence(oid('2a864886f70d01050d'), sequence(kdf, encryption))
  const text = sequence(scheme, der(0x04, randomBytes(bodyBytes))).toString('base64')
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${text}\n-----END ENCRYPTED PRIVATE KEY-----\n`
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
