import assert from 'node:assert/strict'
import { kindOf, mint } from '../../../src/crypto/secret.js'
import { readUserCode, shownUserCode } from '../../../src/device/user-code.js'
import { canonicalRecoveryCode } from '../../../src/mfa/recovery-code.js'
import { canonicalCode, readTotpSecret } from '../../../src/mfa/totp.js'
import { meantCode } from '../../../src/typed-text.js'
import type { Parser } from '../parser.js'

const oddDigits = [
  '\uff11',
  '\u0661',
  '\u{1d7d8}',
  '\u0e59',
  '\u2212',
  '\ufe0f',
  '\u200b',
  '\u3000',
  '-',
  ' ',
]

/** Codes that people type or paste. */
export const codeParsers: readonly Parser[] = [
  {
    name: 'TOTP code',
    seeds: ['123456', '123 456', '\uff11\uff12\uff13\uff14\uff15\uff16', '12-34-56'],
    words: oddDigits,
    most: 200,
    check(input) {
      const code = canonicalCode(input)
      if (code === null) return
      assert.match(code, /^[0-9]{6}$/)
      assert.equal(canonicalCode(code), code)
    },
  },
  {
    name: 'TOTP secret',
    seeds: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'jbsw y3dp ehpk 3pxp jbsw y3dp', 'GEZDGNBVGY3TQOJQ===='],
    words: ['A', '7', '=', ' ', '-', '\t', 'JBSWY3DP', '\u0131'],
    most: 600,
    check(input) {
      const secret = readTotpSecret(input)
      if (secret === null) return
      assert.ok(secret.length >= 10 && secret.length <= 64)
      assert.deepEqual(readTotpSecret(input.toLowerCase().replaceAll(/[ \t=-]/g, '')), secret)
    },
  },
  {
    name: 'recovery code',
    seeds: ['ABCD-EFGH-JKMN-PQRS', 'oil0 0000 1111 zzzz', '\uff21BCDEFGHJKMNPQRS'],
    words: [...oddDigits, 'O', 'I', 'l', 'U', '\u0131', '\u017f', '\u212a'],
    most: 200,
    check(input) {
      const code = canonicalRecoveryCode(input)
      if (code === null) return
      assert.match(code, /^[0-9A-HJKMNP-TV-Z]{16}$/)
      assert.equal(canonicalRecoveryCode(code.toLowerCase()), code)
    },
  },
  {
    name: 'device user code',
    seeds: ['BCDF-GHJK', 'bcdf ghjk', '\uff22CDFGHJK'],
    words: [...oddDigits, 'B', 'z', '\u212a', '\u017f', '\u00df', '\u0149'],
    most: 200,
    check(input) {
      const code = readUserCode(input)
      if (code === null) return
      assert.match(code, /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/)
      assert.equal(readUserCode(shownUserCode(code)), code)
    },
  },
  {
    name: 'code of a one-time link',
    seeds: [mint('kw', 'one_time_link').reveal(), ` ${mint('kw', 'one_time_link').reveal()}\n`, 'kwo_'],
    words: [...oddDigits, 'kwo_', '\n', '#'],
    most: 1024,
    check(input) {
      const code = meantCode(input)
      const kind = kindOf('kw', code)
      if (kind !== null) assert.equal(kindOf('kw', meantCode(` ${code.replace('_', '_\u200b')} `)), kind)
    },
  },
]
