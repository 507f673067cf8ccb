import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { environmentFindings } from '../../../src/cli/doctor/environment.js'
import { versionFindings } from '../../../src/cli/doctor/versions.js'
import { newConfiguredSecret } from '../../support/app.js'
import { examine, secret } from './examined.js'

describe('keyward doctor, of what is configured', () => {
  const wrong = {
    'a wildcard among origins': ["origins: ['https://*.example.com']", 'options.origins.0', /list them all/],
    'http for others': [
      "origins: ['http://app.example.com']",
      'options.origins.0',
      /https:\/\/app\.example\.com/,
    ],
    'an IP address as rpId': [
      "origins: ['https://192.0.2.1'], rpId: '192.0.2.1'",
      'options.rpId',
      /no security key/,
    ],
    'an rpId of another domain': [
      "rpId: 'example.org'",
      'options.rpId',
      /app\.example\.com, or a domain above/,
    ],
    'no secret': ['secrets: [undefined]', 'options.secrets.0', /openssl rand.* KEYWARD_SECRET/],
    'a placeholder as secret': [
      `secrets: ['change-me-${'x'.repeat(40)}']`,
      'options.secrets.0',
      /openssl rand/,
    ],
  } as const
  for (const [name, [options, id, mend]] of Object.entries(wrong)) {
    it(`finds ${name}`, async () => {
      const { code, of } = await examine({ options })
      assert.deepEqual([of(id).status, code], ['fault', 1])
      assert.match(of(id).mend, mend)
    })
  }

  it('finds origins at which no security key can be used', async () => {
    const found = await examine({
      options: "origins: ['https://app.example.com', 'https://other.example.org']",
    })
    assert.equal(found.of('origins.rp-id').status, 'fault')
    assert.match(found.of('origins.rp-id').mend, /one domain/)
    const addressed = await examine({ options: "origins: ['https://192.0.2.1']" })
    assert.deepEqual([addressed.of('origins.rp-id').status, addressed.code], ['warning', 0])
    assert.match(addressed.of('origins.rp-id').mend, /give the app a name/)
  })

  it('finds http beside https, where no cookie is sent, and http alone', async () => {
    const both = await examine({
      options: "origins: ['https://app.example.com', 'http://localhost:3000'], rpId: undefined",
    })
    assert.equal(both.of('origins.https').status, 'fault')
    assert.match(both.of('origins.https').mend, /take http:\/\/localhost:3000 out/)
    const alone = await examine({ options: "origins: ['http://localhost:3000']" })
    assert.equal(alone.of('origins.https').status, 'warning')
  })

  it('finds secrets that can be guessed, and says which without showing it', async () => {
    const weak = '0123456789abcdefghijklmnopqrstuvwxyz'
    const { of, checks } = await examine({ options: `secrets: ['${secret}', '${weak}']` })
    assert.equal(of('secrets.strength').status, 'fault')
    assert.match(of('secrets.strength').detail, /^secrets\.1 \([0-9a-f]{8}\)/)
    assert.match(of('secrets.strength').mend, /openssl rand/)
    assert.ok(!JSON.stringify(checks).includes(weak))
  })

  it('finds a file with the secret that every user of the machine can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-env-'))
    const file = join(folder, '.env')
    const status = (): unknown => environmentFindings(folder).map((found) => [found.status, found.mend])
    try {
      assert.match(environmentFindings(folder)[0]?.detail ?? '', /^skipped/)
      for (const line of ['KEYWARD_SECRET=x', 'PORT=1\n export KEYWARD_SECRET = x']) {
        writeFileSync(file, line)
        chmodSync(file, 0o644)
        assert.deepEqual(status(), [['warning', `chmod 600 ${file}`]])
        chmodSync(file, 0o640)
        assert.deepEqual(status(), [['ok', '']])
      }
      writeFileSync(file, 'PORT=1\n# KEYWARD_SECRET is told by the system')
      chmodSync(file, 0o644)
      assert.deepEqual(status(), [['ok', '']])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('finds a secret that is a pepper as well', async () => {
    const { of } = await examine({ options: `passwords: { peppers: ['${secret}'] }` })
    assert.equal(of('secrets.repeated').status, 'warning')
    assert.match(of('secrets.repeated').mend, /take one away/)
  })

  it('finds a wrong secret, and rows that no secret reads', async () => {
    const { of, code } = await examine({ options: `secrets: ['${newConfiguredSecret()}']` })
    assert.deepEqual([of('keys.canary').status, of('keys.missing').status, code], ['fault', 'fault', 1])
    assert.match(of('keys.canary').mend, /put the former secret back/)
    assert.match(of('keys.missing').mend, /put that secret back/)
  })

  it('finds a secret that can go', async () => {
    const { of, code } = await examine({ options: `secrets: ['${secret}', '${newConfiguredSecret()}']` })
    assert.deepEqual([of('keys.idle').status, code], ['warning', 0])
    assert.match(of('keys.idle').mend, /take [0-9a-f]{8} out of secrets/)
  })

  it('finds rows that could be moved away from a former secret', async () => {
    const { of } = await examine({ options: `secrets: ['${newConfiguredSecret()}', '${secret}']` })
    assert.equal(of('keys.left').status, 'warning')
    assert.equal(of('keys.left').mend, 'npx keyward rewrap')
  })

  it('finds a clock that is an hour off', async () => {
    const { of } = await examine({ options: 'now: () => Date.now() + 3_600_000' })
    assert.equal(of('clock').status, 'fault')
    assert.match(of('clock').mend, /NTP/)
  })

  it('finds a Node.js, and packages, that are too old', () => {
    const [old] = versionFindings('.', '18.20.0')
    assert.equal(old?.status, 'fault')
    assert.match(old.mend, /install Node\.js 20\.19/)
    for (const version of ['20.19.0', '22.13.1', '24.11.0', '26.0.0']) {
      assert.equal(versionFindings('.', version)[0]?.status, 'ok')
    }
    for (const version of ['20.18.9', '21.0.0', '23.1.0', '24.10.0']) {
      assert.equal(versionFindings('.', version)[0]?.status, 'fault')
    }
    assert.deepEqual(
      versionFindings('.').filter(({ status }) => status !== 'ok'),
      [],
    )
  })
})
