import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { compare as bcryptjs, hashSync } from 'bcryptjs'
import { describe, it } from 'mocha'
import {
  bcrypt,
  betterAuthScrypt,
  djangoPbkdf2,
  nodeScrypt,
  passlibPbkdf2,
  phcScrypt,
} from '../../src/legacy-passwords/index.js'
import type { PasswordVerifier } from '../../src/legacy-passwords/index.js'
import { newPassword } from '../support/secrets.js'

const verifiers: readonly PasswordVerifier[] = [
  phcScrypt(),
  betterAuthScrypt(),
  nodeScrypt({ blockSize: 1, form: 'key.salt' }),
  djangoPbkdf2({ iterations: 1000 }),
  passlibPbkdf2(),
  bcrypt(bcryptjs),
]
const salt = '00112233445566778899aabbccddeeff'
const maxmem = 128 * 1024 * 1024

describe('legacy passwords', () => {
  const known: readonly (readonly [
    of: string,
    verifier: PasswordVerifier,
    password: string,
    hash: string,
  ])[] = [
    [
      // RFC 7914, section 12.
      ...(['RFC 7914', phcScrypt(), 'password'] as const),
      `$scrypt$ln=10,r=8,p=16$TmFDbA$${Buffer.from(
        'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
        'hex',
      )
        .toString('base64')
        .replace(/=+$/, '')}`,
    ],
    [
      ...(['Passlib’s scrypt', phcScrypt(), 'password'] as const),
      '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    ],
    [
      ...(['Django’s pbkdf2_sha256', djangoPbkdf2(), 'letmein'] as const),
      'pbkdf2_sha256$10000$seasalt$FQCNpiZpTb0zub+HBsH6TOwyRxJ19FwvjbweatNmK/Y=',
    ],
    [
      ...(['Django’s pbkdf2_sha1', djangoPbkdf2(), 'not a password'] as const),
      'pbkdf2_sha1$10000$wz5B6WkasRoF$atJmJ1o+XfJxKq1+Nu1f1i57Z5I=',
    ],
    [
      ...(['Passlib’s pbkdf2-sha256', passlibPbkdf2(), 'password'] as const),
      '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
    ],
    [
      ...(['Passlib’s pbkdf2 of SHA-1', passlibPbkdf2(), 'password'] as const),
      '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI',
    ],
    [
      ...(['better-auth', betterAuthScrypt(), 'password'] as const),
      `${salt}:${scryptSync('password', salt, 64, { N: 16_384, r: 16, p: 1, maxmem }).toString('hex')}`,
    ],
    [
      ...(['crypto.scrypt', nodeScrypt(), 'password'] as const),
      `${salt}:${scryptSync('password', salt, 64).toString('hex')}`,
    ],
    [
      ...(['crypto.scrypt of the salt’s bytes', nodeScrypt({ salt: 'bytes' }), 'password'] as const),
      `${salt}:${scryptSync('password', Buffer.from(salt, 'hex'), 32).toString('hex')}`,
    ],
    [
      ...(['crypto.scrypt, key first', nodeScrypt({ form: 'key.salt', cost: 1024 }), 'password'] as const),
      `${scryptSync('password', salt, 64, { N: 1024 }).toString('hex')}.${salt}`,
    ],
    [
      ...(['crypt_blowfish', bcrypt(bcryptjs), 'U*U'] as const),
      '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    ],
    [
      ...(['htpasswd’s bcrypt', bcrypt(bcryptjs), 'password'] as const),
      '$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe',
    ],
  ]
  for (const [of, { recognises, verify }, password, hash] of known) {
    it(`knows the answer of ${of}`, async () => {
      assert.equal(recognises(hash), true)
      assert.equal(await verify(password, hash), true)
      assert.equal(await verify(`${password}x`, hash), false)
    })
  }

  it('recognise their own dummy, whatever it costs, and no other’s', () => {
    for (const { dummy = '' } of verifiers) {
      assert.deepEqual(
        verifiers.filter(({ recognises }) => recognises(dummy)).map((verifier) => verifier.dummy),
        [dummy],
      )
    }
    assert.match(bcrypt(bcryptjs, { cost: 12 }).dummy ?? '', /^\$2b\$12\$/)
    assert.match(djangoPbkdf2({ iterations: 600_000 }).dummy ?? '', /^pbkdf2_sha256\$600000\$/)
    assert.match(phcScrypt({ ln: 14, p: 5 }).dummy ?? '', /^\$scrypt\$ln=14,r=8,p=5\$/)
  })

  it('do the whole work for their dummy, which no password fits', async () => {
    for (const { dummy = '', verify } of verifiers) assert.equal(await verify(newPassword(), dummy), false)
  })

  it('run no forged hash that would hold a thread for minutes, or take all memory', () => {
    const key = 'A'.repeat(43)
    const forged = [
      `$scrypt$ln=22,r=8,p=1$c2FsdA$${key}`,
      `$scrypt$ln=10,r=8,p=9999$c2FsdA$${key}`,
      // A second and more, of little N.
      `$scrypt$ln=1,r=1024,p=1024$c2FsdA$${key}`,
      `$scrypt$ln=99,r=1,p=1$c2FsdA$${key}`,
      `$scrypt$ln=16,r=1,p=1$c2FsdA$${key}`,
      `$scrypt$ln=0,r=8,p=1$c2FsdA$${key}`,
      `$scrypt$ln=10,r=0,p=1$c2FsdA$${key}`,
      `$scrypt$ln=10,r=8,p=0$c2FsdA$${key}`,
      `$scrypt$ln=10,r=8,p=1$c2FsdA$${'A'.repeat(172)}`,
      `pbkdf2_sha256$3000001$salt$${key}=`,
      `pbkdf2_sha256$999999999999$salt$${key}=`,
      `pbkdf2_sha256$0$salt$${key}=`,
      `$pbkdf2-sha256$3000001$c2FsdA$${key}`,
      `$2b$16$${'.'.repeat(53)}`,
      `$2b$31$${'.'.repeat(53)}`,
      `$2b$03$${'.'.repeat(53)}`,
    ]
    for (const hash of forged) {
      assert.deepEqual(
        verifiers.filter(({ recognises }) => recognises(hash)).map(({ id }) => id),
        [],
        hash,
      )
    }
  })

  it('recognise no key that is so short that a password would meet it by chance', () => {
    const forged = [
      '$scrypt$ln=10,r=8,p=1$c2FsdA$',
      '$scrypt$ln=10,r=8,p=1$c2FsdA$AAAA',
      'pbkdf2_sha256$1000$salt$AA==',
      '$pbkdf2-sha256$1000$c2FsdA$AA',
      '$pbkdf2-sha512$1000$c2FsdA$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
      `${salt}:00`,
      `${salt}:`,
      `00.${salt}`,
      '$2b$10$.',
      '',
      '!',
    ]
    for (const hash of forged) assert.ok(!verifiers.some(({ recognises }) => recognises(hash)), hash)
  })

  it('refuse costs beyond what they run, and options that are not there, when they are made', () => {
    const wrong: readonly (() => unknown)[] = [
      () => phcScrypt({ ln: 30 }),
      () => nodeScrypt({ cost: 1000 }),
      () => nodeScrypt({ cost: 2 ** 22 }),
      () => nodeScrypt({ form: 'salt-key' as 'salt:key' }),
      () => nodeScrypt({ encoding: 'hex' } as object),
      () => djangoPbkdf2({ iterations: 1e9 }),
      () => passlibPbkdf2({ rounds: 0 }),
      () => bcrypt(bcryptjs, { cost: 20 }),
      () => bcrypt(bcryptjs, { rounds: 12 } as object),
      () => bcrypt(undefined as unknown as typeof bcryptjs),
    ]
    for (const make of wrong) assert.throws(make, TypeError)
  })

  it('bcrypt looks at 72 bytes, as the library did that made the hash', async () => {
    const long = 'é'.repeat(36)
    const { verify } = bcrypt(bcryptjs)
    const stored = hashSync(`${long} and more`, 4)
    assert.equal(await verify(`${long} and more`, stored), true)
    assert.equal(await verify(long, stored), true)
    assert.equal(await verify(long.slice(1), stored), false)
  })

  it('bcrypt takes no password with a NUL byte, at which some libraries end it', async () => {
    const asked: string[] = []
    const ending = (password: string, hash: string): Promise<boolean> => {
      asked.push(password)
      return bcryptjs(password.split('\0')[0] ?? '', hash)
    }
    const { verify } = bcrypt(ending)
    assert.equal(await verify('right', hashSync('right', 4)), true)
    assert.equal(await verify('right\0wrong', hashSync('right', 4)), false)
    assert.equal(asked.length, 2)
  })

  it('bcrypt takes nothing but a boolean for an answer of the library', async () => {
    const { verify, dummy = '' } = bcrypt((() => 'yes') as unknown as typeof bcryptjs)
    await assert.rejects(Promise.resolve(verify('a', dummy)), TypeError)
  })
})
