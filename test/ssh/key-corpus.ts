import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  blobOf,
  certificatesByKeygen,
  ecPoint,
  ed25519Point,
  lineOf,
  madeByKeygen,
  modulus,
  newKeys,
  realRsaLine,
  rsaLine,
  usualExponent,
} from '../support/ssh-keys.js'
import type { Part } from '../support/ssh-keys.js'

/** A text somebody may paste, and what becomes of it: `taken`, or the reason why not. */
export interface Pasted {
  readonly title: string
  readonly text: string
  readonly verdict: string
}

/** What ssh-keygen takes and keyward does not, each with the reason. */
export const stricter: readonly string[] = [
  'RSA of 1024 bits',
  'RSA of 2040 bits',
  'RSA of 2047 bits',
  'RSA of 8193 bits',
  'RSA of 16384 bits',
  'RSA with the exponent 0',
  'RSA with the exponent 1',
  'RSA with the exponent 3',
  'RSA with an even exponent',
  'RSA with an exponent of 65 bits',
  'RSA with an exponent as long as the modulus',
  'RSA with an even modulus',
  'RSA with a zero byte too many',
  'DSA',
  'rsa-sha2-256 as the type, inside and out',
  'rsa-sha2-512 as the type',
  'webauthn-sk as the type',
  'a security key of a web site',
  'a security key with an empty application',
  'a security key of a web site that says ssh later',
  'a security key whose application holds a NUL',
  'an Ed25519 certificate',
  'an RSA certificate',
  'options before the type',
  'a command before the type',
  'a marker before the type',
  'a host before the type',
  'two keys',
  'a bell in the comment',
  'a NUL in the comment',
  'an escape sequence in the comment',
  'a comment of 17,000 characters',
  'a private key under a public one',
]

/** What keyward takes and ssh-keygen reads only by other means: RFC 4716 by `-i`; a byte order mark, and backticks on its line, not at all. */
export const laxer: readonly string[] = [
  'a byte order mark before it',
  'RFC 4716',
  'RFC 4716 with headers',
  'RFC 4716 with CRLF',
  'RFC 4716 in a block of code',
  'between backticks, three of them',
]

/** What ssh-keygen may refuse, and a person could not tell from a key that it takes. */
export const unseenTitles: ReadonlySet<string> = new Set(Object.keys(unseen('', '')))

/** Keys of every type and size that is taken. */
export function goodKeys(): readonly Pasted[] {
  const made = [
    ...madeByKeygen(10, '-t', 'ed25519'),
    ...madeByKeygen(10, '-t', 'ecdsa', '-b', '256'),
    ...madeByKeygen(10, '-t', 'ecdsa', '-b', '384'),
    ...madeByKeygen(10, '-t', 'ecdsa', '-b', '521'),
    ...madeByKeygen(1, '-t', 'rsa', '-b', '2048'),
    ...madeByKeygen(1, '-t', 'rsa', '-b', '3072'),
    realRsaLine(2048),
    realRsaLine(2056),
    ...[2048, 2049, 2055, 3071, 3072, 4096, 6144, 7680, 8191, 8192].map(rsaLine),
    ...Object.values(newKeys).flatMap((make) => Array.from({ length: 18 }, make)),
  ]
  return made.map((text, i) => ({
    title: `key ${String(i)}, ${text.split(' ')[0] ?? ''}`,
    text,
    verdict: 'taken',
  }))
}

/** The ways people paste, and what an attacker may try. */
export function oddTexts(): readonly Pasted[] {
  return [
    ...whole(),
    ...wrongText(),
    ...wrongTypes(),
    ...wrongWire(),
    ...wrongRsa(),
    ...foreignForms(),
    ...privateKeys(),
  ]
}

function whole(): Pasted[] {
  const line = newKeys['ssh-ed25519']()
  const [type = '', base64 = ''] = line.split(' ')
  const body = base64.replace(/.{1,40}/g, '$&\n')
  const rfc4716 = (headers: string): string =>
    `---- BEGIN SSH2 PUBLIC KEY ----\n${headers}${body}---- END SSH2 PUBLIC KEY ----\n`
  return texts('taken', {
    'no comment': `${type} ${base64}`,
    'a comment of many words': `${line} and more words`,
    'a comment in Unicode': `${line} Ünï \u202E code 🔑`,
    'the type of another key in the comment': `${line} ssh-rsa AAAA`,
    'comment lines around': `# mine\n#\n${line}\n# the end`,
    'in a block of code': `\`\`\`\n${line}\n\`\`\`\n`,
    'in a block of code of a language': `~~~text\n${line}\n~~~`,
    'in a block of code with a comment': `\`\`\`sh\n# mine\n${line}\n\`\`\``,
    'after the fence of a block of code alone': `\`\`\`\n${line}`,
    'between backticks, three of them': `\`\`\`${line}\`\`\``,
    'RFC 4716 in a block of code': `\`\`\`\n${rfc4716('')}\`\`\``,
    'CRLF at the end': `${line}\r\n`,
    'blank lines around': `\n \n${line}\n\n`,
    'blanks around': `  \t${line}  `,
    'tabs between': line.replaceAll(' ', '\t'),
    'several blanks between': line.replaceAll(' ', '   '),
    'a byte order mark before it': `\uFEFF${line}`,
    'RFC 4716': rfc4716(''),
    'RFC 4716 with headers': rfc4716(
      'Subject: me\nComment: "a: long \\\ncomment, going on: here"\nx-more: y\n',
    ),
    'RFC 4716 with CRLF': rfc4716('Comment: me\n').replaceAll('\n', '\r\n'),
    ...unseen(line, rfc4716('Comment: "a: long \\\ncomment"\n')),
  })
}

/** What programs add to a text on its way, and a person does not see. */
function unseen(line: string, rfc4716: string): Readonly<Record<string, string>> {
  const [type = '', base64 = ''] = line.split(' ')
  const within = (text: string): string => `${type} ${base64.slice(0, 33)}${text}${base64.slice(33)} me`
  const lineEnds = (end: string): string => rfc4716.replaceAll('\n', end)
  return {
    'a no-break space before the comment': `${type} ${base64}\u00A0me`,
    'no-break spaces between': `${type}\u00A0\u202F${base64}\u2007me`,
    'tabs and blanks at both ends': `\t \u00A0${line} \t\u3000\r\n`,
    'a zero-width space before it': `\u200B${line}`,
    'a zero-width space in the base64': within('\u200B'),
    'a soft hyphen in the base64': within('\u00AD'),
    'a byte order mark in the base64': within('\uFEFF'),
    'marks of direction around': `\u202A${line}\u202C`,
    'a line separator after it': `${line}\u2028`,
    'a form feed after it': `${line}\f`,
    'a line end written out': `${type} ${base64}\\n`,
    'CRLF written out after the comment': `${line}\\r\\n`,
    'a domain and a user in the comment': `${type} ${base64} DOMAIN\\nick\\ray@host`,
    'a quoted line': `"${line}"`,
    'RFC 4716 with two blanks at each line end': lineEnds('  \n'),
    'RFC 4716 with a tab at each line end': lineEnds('\t\n'),
    'RFC 4716 with a no-break space at each line end': lineEnds('\u00A0\n'),
    'RFC 4716 with CR CR LF': lineEnds('\r\r\n'),
    'RFC 4716 with lone CRs': lineEnds('\r'),
    'RFC 4716 with doubled line ends': lineEnds('\n\n'),
    'RFC 4716 with blanks before each line': lineEnds('\n  '),
    'RFC 4716 with a no-break space in the marks': rfc4716.replaceAll('SSH2 ', 'SSH2\u00A0 '),
    'RFC 4716 with a soft hyphen in each line': lineEnds('\u00AD\n'),
    'RFC 4716 with a byte order mark': `\uFEFF${rfc4716}`,
    'RFC 4716 with line ends written out': lineEnds('\\n'),
    'RFC 4716 with CRLF written out': lineEnds('\\r\\n'),
  }
}

function wrongText(): Pasted[] {
  const line = newKeys['ssh-ed25519']()
  const [type = '', base64 = ''] = line.split(' ')
  const padded = newKeys['ecdsa-sha2-nistp256']()
  const spare = (text: string): string =>
    text.replace(/(.)(=+)/, (_, last: string, rest: string) => `${nextDigit(last)}${rest}`)
  return [
    ...texts('required', {
      nothing: '',
      blanks: ' \r\n\t ',
      'nothing to be seen': '\u200B\u00A0\uFEFF\u2028',
    }),
    ...texts('options_not_allowed', {
      'options before the type': `restrict,pty ${line}`,
      'a command before the type': `command="rm -rf /" ${line}`,
      'a marker before the type': `@cert-authority ${line}`,
      'a host before the type': `github.com ${line}`,
    }),
    ...texts('one_key_only', {
      'two keys': `${line}\n${newKeys['ssh-ed25519']()}`,
      'two keys in RFC 4716':
        `---- BEGIN SSH2 PUBLIC KEY ----\n${base64}\n---- END SSH2 PUBLIC KEY ----\n`.repeat(2),
      'a key cut in two lines': `${type} ${base64.slice(0, 40)}\n${base64.slice(40)}`,
      'a key cut by a lone CR': `${type}\r${base64}`,
    }),
    ...texts('malformed_key', {
      words: 'hello world',
      'the base64 alone': base64,
      'the type alone': type,
      'a type in capitals': line.toUpperCase(),
      'a short name as the type': line.replace('ssh-ed25519', 'ED25519'),
      'a bell in the comment': `${line}\u0007`,
      'a NUL in the comment': `${line}\0`,
      'a NUL in the base64': line.replace(base64, `${base64.slice(0, 20)}\0${base64.slice(20)}`),
      'an escape sequence in the comment': `${line} \u001b[2J`,
      'a comment of 17,000 characters': `${line}${'x'.repeat(17_000)}`,
      'a blank in the base64': line.replace(base64, `${base64.slice(0, 20)} ${base64.slice(20)}`),
      'base64 with the alphabet of URLs': `${type} ${base64.replace('AAAA', '__-_')}`,
      'base64 with bits to spare': spare(padded),
      'base64 without its padding': padded.replaceAll('=', ''),
      'base64 cut short': `${type} ${base64.slice(0, -4)}`,
      'RFC 4716 without an end': `---- BEGIN SSH2 PUBLIC KEY ----\n${base64}\n`,
      'RFC 4716 of headers only': `---- BEGIN SSH2 PUBLIC KEY ----\na: b\\\n---- END SSH2 PUBLIC KEY ----`,
    }),
  ]
}

function wrongTypes(): Pasted[] {
  const rsa = [usualExponent, modulus(2048)]
  const [ed25519 = '', rsaCertificate = ''] = certificatesByKeygen(newKeys['ssh-ed25519'](), rsaLine(2048))
  const point = ed25519Point()
  return [
    ...texts('unsupported_type', {
      DSA: madeByKeygen(1, '-t', 'dsa')[0] ?? '',
      'rsa-sha2-256 as the type, inside and out': lineOf(['rsa-sha2-256', ...rsa]),
      'rsa-sha2-512 as the type': lineOf(['ssh-rsa', ...rsa], 'rsa-sha2-512'),
      'webauthn-sk as the type': lineOf(
        ['sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', ecPoint('nistp256'), 'ssh:'],
        'webauthn-sk-ecdsa-sha2-nistp256@openssh.com',
      ),
      'a type nobody knows': lineOf(['ssh-ed448', Buffer.alloc(57, 1)]),
      'a security key of a web site that says ssh later': lineOf([
        ...['sk-ssh-ed25519@openssh.com', point, 'https://ssh:'],
      ]),
      'a security key whose application holds a NUL': lineOf([
        ...['sk-ssh-ed25519@openssh.com', point, 'ssh:\0'],
      ]),
      'a security key of a web site': lineOf(['sk-ssh-ed25519@openssh.com', point, 'example.com']),
      'a security key with an empty application': lineOf(['sk-ssh-ed25519@openssh.com', point, '']),
      'RFC 4716 with a type nobody knows': `---- BEGIN SSH2 PUBLIC KEY ----\n${blobOf(['ssh-ed448', point]).toString('base64')}\n---- END SSH2 PUBLIC KEY ----`,
    }),
    ...texts('certificate_not_allowed', {
      'an Ed25519 certificate': ed25519,
      'an RSA certificate': rsaCertificate,
    }),
    ...texts('malformed_key', {
      'a certificate in RFC 4716': `---- BEGIN SSH2 PUBLIC KEY ----\n${ed25519.split(' ')[1] ?? ''}\n---- END SSH2 PUBLIC KEY ----`,
      'a certificate labelled as a key': ed25519.replace(/^\S+/, 'ssh-ed25519'),
      'another type inside than out': lineOf(['ssh-ed25519', point], 'ssh-rsa'),
      'a security key labelled as a plain one': lineOf(
        ['sk-ssh-ed25519@openssh.com', point, 'ssh:'],
        'ssh-ed25519',
      ),
    }),
  ]
}

function wrongWire(): Pasted[] {
  const [ed, p256] = [ed25519Point(), ecPoint('nistp256')]
  const ecdsa = (point: Buffer, name = 'nistp256'): string => lineOf(['ecdsa-sha2-nistp256', name, point])
  const first = (byte: number, rest: Buffer): Buffer => Buffer.concat([Buffer.from([byte]), rest])
  const sign = (p256.at(-1) ?? 0) & 1
  const off = Buffer.from(p256)
  off[64] = (off[64] ?? 0) ^ 1
  const raw = (blob: Buffer, type = 'ssh-ed25519'): string => `${type} ${blob.toString('base64')}`
  const whole = blobOf(['ssh-ed25519', ed])
  const huge = Buffer.from(whole)
  huge.writeUInt32BE(0xffff_ffff, 15)
  return texts('malformed_key', {
    'bytes after the key': raw(Buffer.concat([whole, Buffer.alloc(1)])),
    'four zero bytes after the key': raw(Buffer.concat([whole, Buffer.alloc(4)])),
    'a string after the key': lineOf(['ssh-ed25519', ed, 'x']),
    'a byte too few': raw(whole.subarray(0, -1)),
    'only the type in the wire form': lineOf(['ssh-ed25519']),
    'a length beyond the end': raw(huge),
    'an empty wire form': 'ssh-ed25519 ',
    'half a length': raw(Buffer.from([0, 0])),
    'Ed25519 of 31 bytes': lineOf(['ssh-ed25519', ed.subarray(1)]),
    'Ed25519 of 33 bytes': lineOf(['ssh-ed25519', first(1, ed)]),
    'Ed25519 of 0 bytes': lineOf(['ssh-ed25519', '']),
    'a point off the curve': ecdsa(off),
    'a point of zeros': ecdsa(first(4, Buffer.alloc(64))),
    'a point of ones': ecdsa(first(4, Buffer.alloc(64, 255))),
    'the point at infinity': ecdsa(Buffer.alloc(1)),
    'a compressed point': ecdsa(first(2 + sign, p256.subarray(1, 33))),
    'a hybrid point': ecdsa(first(6 + sign, p256.subarray(1))),
    'a point of another curve': ecdsa(ecPoint('nistp384')),
    'another curve’s name': ecdsa(ecPoint('nistp384'), 'nistp384'),
    'a curve without a name': ecdsa(p256, ''),
    'a point of another curve on a security key': lineOf([
      ...['sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256'],
      ...[off, 'ssh:'],
    ]),
    'a security key without an application': lineOf(['sk-ssh-ed25519@openssh.com', ed]),
    'a security key with two applications': lineOf(['sk-ssh-ed25519@openssh.com', ed, 'ssh:', 'ssh:']),
  })
}

function wrongRsa(): Pasted[] {
  const n = modulus(2048)
  const rsa = (...parts: readonly Part[]): string => lineOf(['ssh-rsa', ...parts])
  const hex = (text: string): Buffer => Buffer.from(text, 'hex')
  return [
    ...texts(
      'too_short',
      Object.fromEntries(
        [512, 768, 1023, 1024, 2040, 2047].map((bits) => [`RSA of ${String(bits)} bits`, rsaLine(bits)]),
      ),
    ),
    ...texts('unsupported_type', {
      'RSA of 8193 bits': rsaLine(8193),
      'RSA of 16384 bits': rsaLine(16_384),
      'RSA with the exponent 1': rsa(hex('01'), n),
      'RSA with the exponent 3': rsa(hex('03'), n),
      'RSA with an exponent of 65 bits': rsa(hex('010000000000000001'), n),
      'RSA with an exponent as long as the modulus': rsa(modulus(2048), n),
    }),
    ...texts('malformed_key', {
      'RSA with the exponent 0': rsa('', n),
      'RSA with an even exponent': rsa(hex('010002'), n),
      'RSA with a negative exponent': rsa(hex('ff'), n),
      'RSA with an even modulus': rsa(usualExponent, Buffer.concat([n.subarray(0, -1), Buffer.from([2])])),
      'RSA with a negative modulus': rsa(usualExponent, n.subarray(1)),
      'RSA with a zero byte too many': rsa(usualExponent, Buffer.concat([Buffer.alloc(1), n])),
      'RSA without a modulus': rsa(usualExponent),
      'RSA with an empty modulus': rsa(usualExponent, ''),
      'RSA with a third number': rsa(usualExponent, n, n),
    }),
  ]
}

/** No key is in them: what gives a private key away is its frame. */
/** Keys as OpenSSL writes them, with the frame of PEM and without. */
function foreignForms(): Pasted[] {
  const { publicKey: ed25519, privateKey } = generateKeyPairSync('ed25519')
  const { publicKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pkcs8 = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()
  const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const frameless = (pem: string | Buffer): string => pem.toString().replace(/^-.*-\n/gm, '')
  const { publicKey } = rsa
  return [
    ...texts('pkcs8_public_key', {
      'an Ed25519 public key in PEM': pkcs8(ed25519),
      'an ECDSA public key in PEM': pkcs8(ec),
      'an RSA public key in PEM': pkcs8(publicKey),
      'a public key in PEM in a block of code': `\`\`\`\n${pkcs8(ec)}\`\`\``,
      'a public key in PEM with blanks at line ends': pkcs8(publicKey).replaceAll('\n', ' \r\n'),
      'a public key in PEM on one line': pkcs8(ec).replaceAll('\n', ' '),
      'an Ed25519 public key in DER': frameless(pkcs8(ed25519)),
      'an RSA public key in DER, on one line': frameless(pkcs8(publicKey)).replaceAll('\n', ''),
    }),
    ...texts('pkcs1_public_key', {
      'an RSA public key in PKCS#1': pkcs1,
      'an RSA public key in PKCS#1, in DER': frameless(pkcs1),
    }),
    ...texts('certificate_not_allowed', {
      'a certificate of TLS': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    }),
    ...texts('private_key_pasted', {
      'an Ed25519 private key in DER': frameless(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      'an RSA private key in DER': frameless(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })),
    }),
    ...texts('malformed_key', {
      'PEM of something else': '-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n',
      'DER cut short': frameless(pkcs8(ec)).slice(0, 60),
    }),
  ]
}

function privateKeys(): Pasted[] {
  const pem = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`
  const labels = ['OPENSSH', 'RSA', 'EC', 'DSA', 'ENCRYPTED'].map((kind) => `${kind} PRIVATE KEY`)
  return texts('private_key_pasted', {
    ...Object.fromEntries([...labels, 'PRIVATE KEY'].map((label) => [`a file of ${label}`, pem(label)])),
    'a private key in one line': pem('OPENSSH PRIVATE KEY').replaceAll('\n', ' '),
    'a private key under a public one': `${newKeys['ssh-ed25519']()}\n${pem('PRIVATE KEY')}`,
    'a private key in RFC 4716’s frame': '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA',
    'a private key of PuTTY 2': 'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n',
    'a private key of PuTTY 3': 'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n',
    'a private key of SSH 1': 'SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0',
    'a private key without its header': `${Buffer.from('openssh-key-v1\0\0\0\0').toString('base64')}\nAAAA`,
    'a private key of 20,000 characters': pem('RSA PRIVATE KEY') + 'A'.repeat(20_000),
  })
}

function nextDigit(digit: string): string {
  return String.fromCharCode(digit.charCodeAt(0) + 1)
}

function texts(verdict: string, byTitle: Readonly<Record<string, string>>): Pasted[] {
  return Object.entries(byTitle).map(([title, text]) => ({ title, text, verdict }))
}
