import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { KeywardOptions } from '../src/index.js'
import { resolveOptions } from '../src/options.js'
import { newConfiguredSecret } from './support/app.js'

const store = { commit: () => Promise.resolve(true) } as unknown as KeywardOptions['store']
const good: KeywardOptions = { store, secrets: [newConfiguredSecret()], origins: ['https://app.example.com'] }

function problemsOf(options: object): string {
  try {
    resolveOptions(options as KeywardOptions)
  } catch (error) {
    assert.ok(error instanceof TypeError)
    return error.message
  }
  return assert.fail('the options were accepted')
}

describe('resolveOptions', () => {
  it('fills in the documented defaults', () => {
    const { store: kept, secrets, isAdmin, now, ...rest } = resolveOptions(good)
    assert.equal(kept, store)
    assert.deepEqual(secrets, good.secrets)
    assert.equal(isAdmin({} as never), false)
    assert.ok(Math.abs(now() - Date.now()) < 1000)
    assert.deepEqual(rest, {
      origins: ['https://app.example.com'],
      productName: 'keyward',
      cookieName: 'keyward',
      secretPrefix: 'kw',
      scopes: {},
      requireScopes: false,
      sessions: { idleHours: 12, absoluteDays: 7 },
      passwords: { minLength: 15, minLengthWithMfa: 8 },
      rpId: 'app.example.com',
      passkeys: false,
      signInPath: '/auth/sign-in',

      throttle: {
        perAccountAndAddress: { failures: 10, minutes: 15 },
        perAccount: { failures: 100, minutes: 60 },
        perAddress: { failures: 50, minutes: 15 },
        codesPerAccount: { failures: 10, minutes: 15 },
      },
      carriers: { basic: false, apiKeyHeader: false },
      verificationCache: { maxEntries: 10_000 },
      insecure: false,
    })
  })

  it('takes a path of this site to sign in at, and nothing that leads elsewhere', () => {
    assert.equal(resolveOptions({ ...good, signInPath: '/login?x=1' }).signInPath, '/login?x=1')
    for (const signInPath of [
      '',
      'login',
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/a b',
    ]) {
      assert.match(problemsOf({ ...good, signInPath }), /- signInPath: must be a path/)
    }
  })

  it('takes the key provider of the host as it is, and refuses what is none', () => {
    const keyProvider = { wrap: () => assert.fail(), unwrap: () => assert.fail() }
    assert.equal(resolveOptions({ ...good, keyProvider }).keyProvider, keyProvider)
    assert.ok(!Object.isFrozen(keyProvider))
    for (const none of [{}, null, 'kms', { wrap: keyProvider.wrap }, { ...keyProvider, unwrap: 'x' }]) {
      assert.match(
        problemsOf({ ...good, keyProvider: none }),
        /- keyProvider: must have the functions wrap and/,
      )
    }
  })

  it('freezes what it answers, all the way down, but not the store', () => {
    const options = resolveOptions({ ...good, scopes: { read: 'r' } })
    for (const part of [
      options,
      options.throttle,
      options.throttle.perAccount,
      options.scopes,
      options.origins,
    ]) {
      assert.ok(Object.isFrozen(part))
    }
    assert.ok(!Object.isFrozen(store))
  })

  it('lists every problem in one TypeError', () => {
    const message = problemsOf({
      store: {},
      secrets: ['short'],
      origins: ['ftp://x'],
      productName: '',
      cookieName: 'Bad Name',
      secretPrefix: 'K',
      scopes: { 'a b': 'x' },
      sessions: { idleHours: 0.05, days: 3 },
      passwords: { minLength: 4 },
      throttle: { perAccount: { failures: 0, minutes: 15 } },
      carriers: { query: true },
      isAdmin: 'ada',
      now: 5,
      secretsss: [],
    })
    for (const option of [
      ...[
        'store',
        'secrets.0',
        'origins.0',
        'productName',
        'cookieName',
        'secretPrefix',
        'sessions.idleHours',
      ],
      ...[
        'sessions.days',
        'passwords.minLength',
        'throttle.perAccount.failures',
        'carriers.query',
        'isAdmin',
        'now',
      ],
      ...['secretsss', 'scopes'],
    ]) {
      assert.match(message, new RegExp(`^- ${option.replaceAll('.', '\\.')}`, 'm'))
    }
  })

  it('says what is missing', () => {
    const message = problemsOf({})
    for (const option of ['store', 'secrets', 'origins'])
      assert.match(message, new RegExp(`^- ${option}:`, 'm'))
    assert.match(
      problemsOf({ ...good, secrets: [], origins: [] }),
      /secrets: needs at least one\n- origins: needs/,
    )
    assert.match(problemsOf({ ...good, secrets: [undefined] }), /secrets\.0/)
  })

  it('refuses secrets that are short or made up, without repeating them', () => {
    for (const secret of [
      'tooshort-8fK2',
      'x'.repeat(64),
      'abababababababababababababababababab',
      'change-me-change-me-change-me-0123456789',
      'placeholder-0123456789-0123456789-abcdef',
      'your_secret_here_0123456789_0123456789',
    ]) {
      const message = problemsOf({ ...good, secrets: [good.secrets[0], secret] })
      assert.match(message, /secrets\.1/)
      assert.ok(!message.includes(secret) && !message.includes(String(good.secrets[0])))
    }
  })

  it('does not repeat a secret given in the place of something else', () => {
    const [secret = ''] = good.secrets
    const message = problemsOf({
      ...good,
      secrets: secret,
      cookieName: secret,
      productName: `${secret}:`,
      origins: [secret],
    })
    assert.ok(!message.includes(secret))
  })

  it('takes https origins, and http on this machine only', () => {
    for (const origin of [
      'https://a.example',
      'https://a.example:8443',
      'http://localhost',
      'http://127.0.0.1:3000',
      'http://[::1]:80',
    ]) {
      assert.deepEqual(resolveOptions({ ...good, origins: [origin] }).origins, [origin])
    }
    for (const origin of [
      'http://a.example',
      'http://localhost.evil.example',
      'http://127.0.0.2',
      'https://a.example/',
      'https://a.example/path',
      'https://user@a.example',
      'https://A.example',
      'https://a.example:443',
      'a.example',
      'null',
      '*',
      '',
    ]) {
      assert.match(problemsOf({ ...good, origins: [origin] }), /origins\.0/, origin)
    }
  })

  it('is insecure only if all origins are http on this machine', () => {
    const insecure = (origins: string[]) => resolveOptions({ ...good, origins }).insecure
    assert.equal(insecure(['http://localhost:3000', 'http://127.0.0.1:3000']), true)
    assert.equal(insecure(['http://localhost:3000', 'https://a.example']), false)
  })

  it('needs scopes to choose from where they are required', () => {
    assert.match(problemsOf({ ...good, requireScopes: true }), /requireScopes/)
    assert.equal(resolveOptions({ ...good, requireScopes: true, scopes: { read: 'r' } }).requireScopes, true)
  })
})
