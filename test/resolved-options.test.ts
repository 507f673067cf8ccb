import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { KeywardOptions } from '../src/index.js'
import { systemAccounts } from '../src/policy/system-account.js'
import { resolveOptions } from '../src/resolved-options.js'
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
      deviceClients: {},
      introspection: false,
      openapi: true,
      passwordReset: false,
      sessions: { idleHours: 12, absoluteDays: 7 },
      passwords: { minLength: 15, minLengthWithMfa: 8, peppers: [], verifiers: [], rehash: true },
      rpId: 'app.example.com',
      passkeys: false,
      mountPath: null,
      signInPath: null,
      throttle: {
        perAccountAndAddress: { failures: 10, minutes: 15 },
        perAccount: { failures: 100, minutes: 60 },
        perAddress: { failures: 50, minutes: 15 },
        codesPerAccount: { failures: 10, minutes: 15 },
      },
      carriers: { basic: false, apiKeyHeader: false },
      ssh: { systemAccounts },
      importedApiKeys: false,
      secretScanning: null,
      verificationCache: { maxEntries: 10_000 },
      insecure: false,
    })
  })

  it('takes verifiers of passwords, each once, and refuses what is none', () => {
    const own = { id: 'own', recognises: () => true, verify: () => true, dummy: 'a hash' }
    const { verifiers, rehash } = resolveOptions({
      ...good,
      passwords: { verifiers: [own], rehash: false },
    }).passwords
    assert.deepEqual([verifiers.map(({ id, dummy }) => [id, dummy]), rehash], [[['own', 'a hash']], false])
    assert.ok(!Object.isFrozen(own))
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [null, /verifiers\.0: is not a verifier/],
      [{ ...own, id: '' }, /verifiers\.0: must have an id/],
      [{ ...own, id: 'a b' }, /verifiers\.0: must have an id/],
      [{ ...own, verify: undefined }, /verifiers\.0: must have the functions/],
      [{ ...own, recognises: true }, /verifiers\.0: must have the functions/],
      [{ ...own, hash: () => '' }, /verifiers\.0: hash is not an option/],
      [{ ...own, dummy: 1 }, /verifiers\.0: must recognise its own dummy/],
      [{ ...own, recognises: () => false }, /verifiers\.0: must recognise its own dummy/],
      [{ ...own, recognises: () => Promise.reject(new Error('x')) }, /verifiers\.0: must recognise/],
    ]
    for (const [verifier, problem] of wrong) {
      assert.match(problemsOf({ ...good, passwords: { verifiers: [verifier] } }), problem)
    }
    assert.match(
      problemsOf({ ...good, passwords: { verifiers: [own, own] } }),
      /verifiers\.1: has the id of another/,
    )
    assert.match(problemsOf({ ...good, passwords: { verifiers: own } }), /passwords\.verifiers/)
    assert.match(problemsOf({ ...good, passwords: { rehash: 'no' } }), /passwords\.rehash/)
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

  it('finds the mount of the router before /sign-in, unless it is said', () => {
    const paths = (given: object) => {
      const { mountPath, signInPath } = resolveOptions({ ...good, ...given })
      return { mountPath, signInPath }
    }
    const signInPath = '/app/auth/sign-in'
    assert.deepEqual(paths({ signInPath }), { mountPath: '/app/auth', signInPath })
    assert.deepEqual(paths({ mountPath: '/app/auth' }), { mountPath: '/app/auth', signInPath: null })
    assert.deepEqual(paths({ signInPath: '/login' }), { mountPath: null, signInPath: '/login' })
    assert.deepEqual(paths({ mountPath: '', signInPath: '/login' }), { mountPath: '', signInPath: '/login' })
    for (const mountPath of ['auth', '/auth/', '//evil.example', 'https://evil.example']) {
      assert.match(problemsOf({ ...good, mountPath }), /- mountPath: must be a path/)
    }
    assert.match(
      problemsOf({ ...good, reauthenticateAt: '//evil.example' }),
      /- reauthenticateAt: must be a path/,
    )
  })

  it('takes the key provider of the host, and refuses what is none', async () => {
    const keyProvider = {
      wrap: () => Promise.resolve({ keyId: 'kms/1', wrapped: Buffer.from('wrapped') }),
      unwrap: () => Promise.resolve(Buffer.alloc(32, 1)),
    }
    const taken = resolveOptions({ ...good, keyProvider }).keyProvider
    assert.deepEqual(await taken?.wrap(Buffer.alloc(32)), await keyProvider.wrap())
    assert.deepEqual(await taken?.unwrap(await keyProvider.wrap()), await keyProvider.unwrap())
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
      ssh: { systemAccounts: ['root', 'a b'] },
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
        'ssh.systemAccounts.1',
        'isAdmin',
        'now',
      ],
      ...['secretsss', 'scopes'],
    ]) {
      assert.match(message, new RegExp(`^- ${option.replaceAll('.', '\\.')}`, 'm'))
    }
  })

  it('names the required option that is missing', () => {
    const message = problemsOf({})
    for (const option of ['store', 'secrets', 'origins'])
      assert.match(message, new RegExp(`^- ${option}:`, 'm'))
    assert.match(
      problemsOf({ ...good, secrets: [], origins: [] }),
      /secrets: needs at least one\n- origins: needs/,
    )
  })

  it('says of a secret that the environment does not have what makes one, and what it is called', () => {
    const unset = problemsOf({ ...good, secrets: [undefined], passwords: { peppers: [undefined] } })
    assert.match(unset, /^- secrets\.0: is not set: .*openssl rand -base64 32.*KEYWARD_SECRET/m)
    assert.match(unset, /^- passwords\.peppers\.0: is not set: .*openssl rand -base64 32.*KEYWARD_PEPPER/m)
    assert.match(problemsOf({ ...good, secrets: [''] }), /secrets\.0: must be at least 32 bytes.*openssl/)
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
      'http://[::1]:8080',
      'https://xn--bro-hoa.example',
      'https://intranet',
      'https://192.0.2.1',
      'https://[2001:db8::1]:8443',
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
      'https://*.example.com',
      'https://app.example.com:*',
      'https://*',
      'https://a.example.',
      'https://a..example',
      'https://a.example?x=1',
      'https://a.example#x',
      'https://user:word@a.example',
      'https://büro.example',
      'https://a.example:0443',
      'HTTPS://a.example',
      ' https://a.example',
      'https://a.example\\',
      'https://192.0.2.01',
      'https://[2001:DB8::1]',
      'http://[::1]:80',
      'http://localhost:99999',
      'http://localhost.',
      'file://a.example',
    ]) {
      assert.match(problemsOf({ ...good, origins: [origin] }), /origins\.0/, origin)
    }
  })

  it('says how browsers send an origin, and nothing else of what was given', () => {
    assert.match(
      problemsOf({ ...good, origins: ['https://Büro.example:443/x'] }),
      /send it: https:\/\/xn--bro-hoa\.example$/,
    )
    assert.doesNotMatch(problemsOf({ ...good, origins: ['https://user:word@a.example'] }), /user|word/)
  })

  it('binds security keys to a domain of every origin, and to no IP address', () => {
    const idOf = (origins: string[], rpId?: string) =>
      resolveOptions({ ...good, origins, ...(rpId !== undefined && { rpId }) }).rpId
    assert.equal(idOf(['http://127.0.0.1:3000', 'http://localhost:3000']), 'localhost')
    for (const ip of ['http://127.0.0.1:3000', 'http://[::1]:3000', 'https://192.0.2.1']) {
      assert.equal(idOf([ip]), null)
    }
    assert.equal(idOf(['https://intranet'], 'intranet'), 'intranet')
    assert.equal(idOf(['https://a.example.com', 'https://b.example.com'], 'example.com'), 'example.com')
    assert.equal(idOf(['https://a_b.example.com']), 'a_b.example.com')
    assert.equal(idOf(['https://a_b.example.com'], 'a_b.example.com'), 'a_b.example.com')
    for (const ip of ['http://127.0.0.1:3000', 'http://[::1]:3000']) {
      const message = problemsOf({ ...good, origins: ['http://localhost:3000', ip], rpId: 'localhost' })
      assert.match(message, /^- rpId: holds at no IP address/m)
      assert.doesNotMatch(message, /must be/)
    }
    for (const [rpId, origins] of [
      ['127.0.0.1', ['http://127.0.0.1:3000']],
      ['com', ['https://app.example.com']],
      ['evil.example', ['https://app.example.com']],
      ['ple.com', ['https://app.example.com']],
      ['example.com', ['https://app.example.com', 'https://other.example']],
      ['app.example.com', ['https://example.com']],
      ['Example.com', ['https://app.example.com']],
      ['example.com.', ['https://app.example.com']],
      ['https://example.com', ['https://app.example.com']],
    ] as const) {
      const message = problemsOf({ ...good, origins, rpId, cookieName: 'Bad Name' })
      assert.match(message, /^- rpId: /m, rpId)
      assert.match(message, /^- cookieName: /m)
    }
  })

  it('is insecure only if all origins are http on this machine', () => {
    const insecure = (origins: string[]) => resolveOptions({ ...good, origins }).insecure
    assert.equal(insecure(['http://localhost:3000', 'http://127.0.0.1:3000']), true)
    assert.equal(insecure(['http://localhost:3000', 'https://a.example']), false)
  })

  it('needs somebody to send the link where passwords may be asked for', () => {
    assert.match(problemsOf({ ...good, passwordReset: true }), /passwordReset: needs notify/)
    const { passwordReset } = resolveOptions({ ...good, passwordReset: true, notify: () => undefined })
    assert.equal(passwordReset, true)
  })

  it('needs scopes to choose from where they are required', () => {
    assert.match(problemsOf({ ...good, requireScopes: true }), /requireScopes/)
    assert.equal(resolveOptions({ ...good, requireScopes: true, scopes: { read: 'r' } }).requireScopes, true)
  })

  it('takes device clients as they are written, and does not freeze the app’s own', () => {
    const deviceClients = {
      'acme-cli': { name: 'Acme CLI', scopes: ['read'] },
      ['A.b_9-' + 'x'.repeat(58)]: { name: 'ü'.repeat(100) },
    }
    const options = resolveOptions({ ...good, scopes: { read: 'r' }, deviceClients })
    assert.deepEqual(options.deviceClients, deviceClients)
    assert.ok(Object.isFrozen(options.deviceClients['acme-cli']?.scopes))
    assert.ok(!Object.isFrozen(deviceClients['acme-cli'].scopes))
  })

  it('refuses device clients with strange ids, without a name that can be seen, or with scopes that do not exist', () => {
    const withClients = (deviceClients: object, scopes: object = { read: 'r' }) =>
      problemsOf({ ...good, scopes, deviceClients })
    for (const id of ['', 'a b', 'ü', 'a/b', 'x'.repeat(65)]) {
      assert.match(withClients({ [id]: { name: 'a' } }), /deviceClients/, id)
    }
    for (const name of ['', ' ', 'a\nb', '\u200b', 'x'.repeat(101), 1, undefined]) {
      assert.match(withClients({ cli: { name } }), /deviceClients\.cli\.name/)
    }
    assert.match(withClients({ cli: { name: 'a', scopes: [] } }), /cli\.scopes: needs at least one/)
    assert.match(
      withClients({ cli: { name: 'a', scopes: ['nope'] } }),
      /cli\.scopes: must be among the scopes/,
    )
    assert.match(withClients({ cli: { name: 'a', more: 1 } }), /cli\.more: is not an option/)
    assert.match(withClients({ cli: { name: 'a' } }, {}), /cli: needs scopes to choose from/)
    assert.match(withClients({ cli: null }), /deviceClients\.cli/)
  })
})
