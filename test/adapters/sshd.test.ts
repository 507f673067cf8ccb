import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, beforeEach, describe, it } from 'mocha'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import type { Gate } from '../support/gate.js'
import { gateTo } from '../support/gate.js'
import { leaveOut } from '../support/left-out.js'
import type { RawServer } from '../support/raw-server.js'
import { rawServer } from '../support/raw-server.js'
import { newKeys } from '../support/ssh-keys.js'
import type { Ended, SshMachine } from '../support/ssh-machine.js'
import { isInstalled, run, sshdMissing, sshMachine } from '../support/ssh-machine.js'

const scripts = ['install.sh', 'keyward-authorized-keys', 'keyward-ssh-check'].map(
  (name) => `adapters/sshd/${name}`,
)
const end = '# keyward:end\n'
const account = 'ada'
const http200 = 'HTTP/1.1 200 OK\r\n'

/** What proxies do to an answer on its way: its head, and its body where that is another. */
const proxies: readonly (readonly [does: string, head: string, encode?: (body: string) => string])[] = [
  ['makes the entity tag weak', `${http200}ETag: W/"abc"\r\n\r\n`],
  ['names an encoding in the entity tag', `${http200}ETag: "abc-gzip"\r\n\r\n`],
  ['drops the entity tag', `${http200}Content-Type: text/plain\r\n\r\n`],
  ['writes names of headers in capitals', `${http200}ETAG: "abc"\r\n\r\n`],
  ['writes no blank after a colon, and blanks at ends', `${http200}etag:"abc"  \r\nVia:x \r\n\r\n`],
  ['answers 103 first', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${http200}ETag: "abc"\r\n\r\n`],
  [
    'answers 100 and 103 twice first',
    `HTTP/1.1 100 Continue\r\n\r\n${'HTTP/1.1 103 Early Hints\r\nETag: "x"\r\n\r\n'.repeat(2)}${http200}ETag: "abc"\r\n\r\n`,
  ],
  ['says no reason', 'HTTP/1.1 200\r\nETag: "abc"\r\n\r\n'],
  ['speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\nETag: "abc"\r\n\r\n'],
  ['ends lines with LF alone', 'HTTP/1.1 200 OK\nETag: "abc"\n\n'],
  [
    'sends chunks',
    `${http200}Transfer-Encoding: chunked\r\nETag: "abc"\r\n\r\n`,
    (body) =>
      `${[body.slice(0, 10), body.slice(10), ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}`,
  ],
  ['ends the lines of the body with CRLF', `${http200}\r\n`, (body) => body.replaceAll('\n', '\r\n')],
]

describe('the helper for sshd', function () {
  this.timeout(60_000)
  let app: App
  let gate: Gate
  let machine: SshMachine | undefined
  let credential: string
  let line: string
  let fingerprint: string

  before(async function () {
    const reason = sshdMissing()
    if (reason !== null) return leaveOut(this, 'sshd', reason)
    app = await startApp(expressFramework)
    gate = await gateTo(app.server)
    machine = sshMachine()
    await app.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
    credential = (await (await app.admin()).post('/admin/hosts', { name: 'this' })).body.credential
    const owner = await app.signedIn(await app.user({ username: account }))
    // One with slashes, which must become no folders.
    do {
      const { body } = await owner.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      fingerprint = body.fingerprint
      line = `restrict,pty ${body.publicKey} keyward:${body.id}\n`
      if (!fingerprint.includes('/')) await owner.delete(`/ssh-keys/${body.id}`)
    } while (!fingerprint.includes('/'))
    const { code, stderr } = machine.install(gate.url + app.mounting.path, credential)
    assert.equal(code, 0, stderr)
  })
  after(async () => {
    machine?.remove()
    await gate?.close()
    await app?.close()
  })
  beforeEach(() => {
    gate.mode = 'open'
    forget()
    set('MAX_STALE', '86400')
  })

  for (const [name, shell] of [
    ['dash', ['dash']],
    ['busybox sh', ['busybox', 'sh']],
  ] as const) {
    describe(`under ${name}`, () => {
      const ask = (...args: readonly string[]): Promise<Ended> => host().ask(args, shell)
      const asked = (): Promise<Ended> => ask(account, fingerprint)

      before(function () {
        if (!isInstalled(shell[0])) leaveOut(this, 'sshd', `${shell[0]} is not installed`)
      })

      it('prints the keys of an account, and the one that is offered', async () => {
        assert.deepEqual(await ask(account), { code: 0, stdout: line + end, stderr: '' })
        assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' })
        assert.equal((await ask(account, `SHA256:${'A'.repeat(43)}`)).stdout, end)
        assert.equal((await ask('grace')).stdout, end)
      })

      it('says which sshd asks, and for which key', async () => {
        await asked()
        const { headers, path } = gate.requests.at(-1) ?? { headers: {}, path: '' }
        assert.equal(headers['keyward-sshd'], installedSshd())
        assert.equal(new URL(path, gate.url).searchParams.get('fingerprint'), fingerprint)
      })

      it('shows the credential to nobody who lists processes', async () => {
        gate.mode = 'silent'
        const count = gate.requests.length
        const asking = asked()
        while (gate.requests.length === count) await sleep(10)
        const arguments_ = commandLines()
        gate.drop()
        await asking
        assert.ok(arguments_.some((line) => line.includes(`/ssh/authorized_keys/${account}`)))
        assert.deepEqual(
          arguments_.filter((line) => line.includes('kwh_')),
          [],
        )
      })

      it('keys from whoever stands in between: no other machine is asked without TLS', async () => {
        const kept = readFileSync(host().config, 'utf8')
        const count = gate.requests.length
        for (const url of withoutTls()) {
          set('URL', url)
          try {
            assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' }, url)
          } finally {
            writeFileSync(host().config, kept)
          }
        }
        assert.equal(gate.requests.length, count)
      })

      it('prints nothing for a hostile name, and asks nobody', async () => {
        const before = gate.requests.length
        const names = [
          ...[
            '',
            ' ',
            '-K/etc/passwd',
            '--check',
            '-x',
            'a b',
            'a;id',
            'a|id',
            '$(id)',
            '`id`',
            'a\nb',
            '../../x',
          ],
          ...[
            '..',
            '.',
            'a/b',
            'a%2e',
            'a?b',
            'a#b',
            'A',
            'é',
            '*',
            '~',
            '1a',
            'a'.repeat(33),
            "a'",
            'a"',
            'a\\',
          ],
        ]
        for (const hostile of names) {
          assert.deepEqual(await ask(hostile, fingerprint), { code: 0, stdout: '', stderr: '' }, hostile)
        }
        for (const hostile of [
          'SHA256:',
          'MD5:aa',
          'x',
          `${fingerprint}x`,
          `${fingerprint}\n`,
          '-K/etc/passwd',
        ]) {
          assert.deepEqual(await ask(account, hostile), { code: 0, stdout: '', stderr: '' }, hostile)
        }
        assert.deepEqual(await ask(), { code: 0, stdout: '', stderr: '' })
        assert.equal(gate.requests.length, before)
        assert.deepEqual(readdirSync(host().cache), [])
      })

      it('keeps one file for a question, and asks whether it still holds', async () => {
        await asked()
        const [file = '', ...others] = readdirSync(host().cache)
        assert.deepEqual(others, [])
        const [first = '', ...rest] = readFileSync(join(host().cache, file), 'utf8').split('\n')
        assert.match(first, /^# keyward \d{10} "[0-9a-f]+"$/)
        assert.equal(rest.join('\n'), line + end)
        assert.equal(statSync(join(host().cache, file)).mode & 0o777, 0o600)
        assert.equal((await asked()).stdout, line + end)
        assert.equal(gate.requests.at(-1)?.headers['if-none-match'], first.split(' ')[3])
      })

      it('keeps nothing of an answer without keys', async () => {
        for (const args of [['grace'], [account, `SHA256:${'A'.repeat(43)}`]]) await ask(...args)
        assert.deepEqual(readdirSync(host().cache), [])
      })

      for (const mode of ['down', 'cut', 429, 500, 503] as const) {
        it(`gives the last good answer when the service is: ${String(mode)}`, async () => {
          assert.equal((await asked()).code, 0)
          const [file = ''] = readdirSync(host().cache)
          const kept = readFileSync(join(host().cache, file), 'utf8')
          // Otherwise the answer would be a 304, which has nothing to cut.
          if (mode === 'cut') restamp((stamp) => stamp, '"other"')
          gate.mode = mode
          assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' })
          if (mode !== 'cut') assert.equal(readFileSync(join(host().cache, file), 'utf8'), kept)
          assert.deepEqual(await ask(account), { code: 1, stdout: '', stderr: '' })
        })
      }

      it('gives it no longer than it may', async () => {
        await asked()
        gate.mode = 'down'
        restamp((stamp) => stamp - 86_400 + 30)
        assert.equal((await asked()).stdout, line + end)
        restamp((stamp) => stamp - 60)
        assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' })
        restamp((stamp) => stamp + 10 * 86_400)
        assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' })
      })

      it('keeps and gives none where that is turned off', async () => {
        set('MAX_STALE', '0')
        assert.equal((await asked()).stdout, line + end)
        gate.mode = 'down'
        assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' })
      })

      it('counts an answer as fresh again when the service confirms it', async () => {
        await asked()
        restamp((stamp) => stamp - 86_400 + 30)
        assert.equal((await asked()).stdout, line + end)
        gate.mode = 'down'
        restamp((stamp) => stamp - 60)
        assert.equal((await asked()).stdout, line + end)
      })

      it('gives nothing when the service refuses, and forgets what it had', async () => {
        for (const status of [401, 403]) {
          gate.mode = 'open'
          await asked()
          assert.equal(readdirSync(host().cache).length, 1)
          gate.mode = status
          assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' }, String(status))
          assert.deepEqual(readdirSync(host().cache), [])
        }
      })

      it('gives nothing when the service knows no such account, and forgets what it had', () =>
        behind(async (proxy) => {
          for (const body of ['{"status":404,"code":"not_found"}', '{\n  "code": "not_found"\n}\n']) {
            for (const name of ['Content-Type: ', 'content-type:']) {
              proxy.answer = () => `${http200}ETag: "abc"\r\n\r\n${line}${end}`
              await asked()
              const head = `HTTP/1.1 404 Not Found\r\n${name}application/problem+json; charset=utf-8`
              proxy.answer = () => `${head}\r\n\r\n${body}`
              assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' }, body)
              assert.deepEqual(readdirSync(host().cache), [])
            }
          }
        }))

      it('takes what a proxy says in the place of the service for an outage', () =>
        behind(async (proxy) => {
          proxy.answer = () => `${http200}ETag: "abc"\r\n\r\n${line}${end}`
          await asked()
          const html = '\r\nContent-Type: text/html\r\n\r\n<html></html>'
          const problem = '\r\nContent-Type: application/problem+json\r\n\r\n'
          for (const odd of [
            ...[
              201, 203, 204, 206, 300, 301, 302, 307, 308, 400, 402, 404, 405, 406, 407, 408, 410, 411, 421,
            ],
            ...[425, 426, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 511, 520, 599, 999],
          ].map((status) => `HTTP/1.1 ${String(status)} Whatever${html}`)) {
            await keeps(odd)
          }
          // Another service's, behind the same proxy.
          await keeps(`HTTP/1.1 404 Not Found${problem}{"title":"Not Found","status":404}`)
          await keeps(`HTTP/1.1 404 Not Found${html} "code":"not_found"`)
          await keeps(`HTTP/1.1 302 Found\r\nLocation: http://portal.example/${html}`)

          async function keeps(odd: string): Promise<void> {
            host().forgetOutage()
            proxy.answer = () => odd
            assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' }, odd)
          }
        }))

      it('gives nothing of a kept answer that is not whole', async () => {
        await asked()
        const [name = ''] = readdirSync(host().cache)
        const file = join(host().cache, name)
        const kept = readFileSync(file, 'utf8')
        gate.mode = 'down'
        for (const broken of [
          kept.slice(0, -5),
          kept.slice(20),
          '',
          `# keyward x "y"\n${line}${end}`,
          line,
        ]) {
          host().forgetOutage()
          writeFileSync(file, broken)
          assert.deepEqual(await asked(), { code: 1, stdout: '', stderr: '' }, broken)
        }
      })

      it('asks nobody for ten seconds after a failure', async () => {
        await asked()
        gate.mode = 'down'
        const count = gate.requests.length
        for (let i = 0; i < 3; i++) assert.equal((await asked()).stdout, line + end)
        assert.equal(gate.requests.length, count + 1)
        gate.mode = 'open'
        const down = join(host().cache, '.down')
        writeFileSync(down, String(Number(readFileSync(down, 'utf8')) - 10))
        assert.equal((await asked()).stdout, line + end)
        assert.equal(gate.requests.length, count + 2)
        assert.equal(existsSync(down), false)
      })

      for (const [does, head, encode = (body: string) => body] of proxies) {
        it(`keeps the last good answer behind a proxy that ${does}`, () =>
          behind(async (proxy) => {
            proxy.answer = () => head + encode(line + end)
            assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' })
            assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' })
            proxy.answer = () => ''
            assert.deepEqual(await asked(), { code: 0, stdout: line + end, stderr: '' })
          }))
      }

      it('asks by the tag that the service knows, whatever a proxy makes of it', () =>
        behind(async (proxy) => {
          for (const tag of ['"abc"', 'W/"abc"', 'w/"abc"', '"abc-gzip"', 'W/"abc--gzip"', '"abc;gzip"']) {
            forget()
            proxy.answer = () => `${http200}etag:${tag} \r\n\r\n${line}${end}`
            await asked()
            proxy.answer = () => 'HTTP/1.1 304 Not Modified\r\n\r\n'
            assert.equal((await asked()).stdout, line + end, tag)
            assert.match(proxy.requests.at(-1) ?? '', /\r\nIf-None-Match: "abc"\r\n/i, tag)
          }
        }))

      it('takes an answer that nobody could have meant for no answer', () =>
        behind(async (proxy) => {
          proxy.answer = () => `${http200}\r\n${line}${end}`
          await asked()
          for (const odd of [
            `${http200}\r\n<html>Sign in to the network</html>\n`,
            `${http200}\r\n${line}`,
            `${http200}\r\n${line}${end}<script></script>\n`,
            // Nothing was said of a tag: there is nothing that it could confirm.
            'HTTP/1.1 304 Not Modified\r\n\r\n',
            'HTTP/1.1 502 Bad Gateway\r\n\r\n<html></html>',
          ]) {
            host().forgetOutage()
            proxy.answer = () => odd
            assert.equal((await asked()).stdout, line + end, odd)
            host().forgetOutage()
            assert.equal((await ask(account)).stdout, '', odd)
          }
        }))

      it('counts from each confirmation, however short the time is', async () => {
        set('MAX_STALE', '40')
        await asked()
        restamp((stamp) => stamp - 30)
        assert.equal((await asked()).stdout, line + end)
        restamp((stamp) => stamp - 20)
        gate.mode = 'down'
        assert.equal((await asked()).stdout, line + end)
      })

      it('is not swayed by a .curlrc or a proxy in the environment', async () => {
        const home = join(host().folder, 'home')
        mkdirSync(home, { mode: 0o755 })
        writeFileSync(join(home, '.curlrc'), 'output = /dev/null\n')
        try {
          const env = ['env', `HOME=${home}`, 'http_proxy=http://127.0.0.1:1', 'ALL_PROXY=http://127.0.0.1:1']
          const answer = await host().ask([account, fingerprint], [...env, ...shell])
          assert.deepEqual(answer, { code: 0, stdout: line + end, stderr: '' })
        } finally {
          rmSync(home, { recursive: true })
        }
      })

      it('waits for no service that never answers', async () => {
        await asked()
        gate.mode = 'silent'
        assert.equal((await asked()).stdout, line + end)
      })
    })
  }

  describe('install.sh', () => {
    it('makes files that root alone can change, and a credential that the helper alone can read', () => {
      const { folder, helper, config, cache } = host()
      const modes = [helper, config, join(config, '../credential'), join(config, '..'), cache].map((path) => {
        const { mode, uid } = statSync(path)
        return [(mode & 0o777).toString(8), uid === 0]
      })
      assert.deepEqual(modes, [
        ['755', true],
        ['644', true],
        ['640', true],
        ['755', true],
        ['700', false],
      ])
      assert.ok(folder.startsWith('/run/'))
      assert.match(readFileSync(config, 'utf8'), new RegExp(`^URL=${gate.url}/auth$`, 'm'))
      assert.match(
        readFileSync(join(config, '../credential'), 'utf8'),
        /^header = "Authorization: Bearer kwh_\w{36}"\n$/,
      )
    })

    it('refuses what would not be safe, and writes none of it', () => {
      const kept = readFileSync(host().config, 'utf8')
      const refusals = [
        host().install('http://app.example.com/auth', credential),
        host().install('https://app.example.com/"\n', credential),
        host().install('ftp://app.example.com/', credential),
        ...withoutTls().map((url) => host().install(url, credential)),
        host().install(gate.url, 'kwk_000000000000000000000000000000000000'),
        host().install(gate.url, ''),
        host().install(gate.url, `${credential}"`),
        host().install(gate.url, credential, '--max-stale', 'x'),
        host().install(gate.url, credential, '--user', 'a b'),
        host().install(gate.url, credential, '--other', 'x'),
        host().install(gate.url, credential, '--max-stale'),
      ]
      for (const { code, stderr } of refusals) assert.deepEqual([code, stderr.length > 0], [1, true])
      assert.equal(readFileSync(host().config, 'utf8'), kept)
    })
  })

  describe('--check', () => {
    const failures = async (): Promise<readonly string[]> => {
      const { code, stdout } = await run(host().helper, ['--check'])
      const failed = stdout.split('\n').filter((found) => found.startsWith('FAIL'))
      assert.equal(code, failed.length > 0 ? 1 : 0, stdout)
      return failed.map((found) => found.slice(6))
    }

    before(() => set('SSHD_CONFIG', host().sshdConfig))

    it('finds nothing wrong with a host that is set up well, in either shell', async () => {
      assert.deepEqual(await failures(), [])
      const checker = join(host().helper, '../keyward-ssh-check')
      const args = ['sh', checker, join(host().config, '..'), host().helper]
      assert.equal((await run('busybox', args)).code, 0)
      assert.deepEqual(readdirSync(host().cache), [])
    })

    const notes = async (): Promise<string> => {
      const { stdout } = await run(host().helper, ['--check'])
      return stdout
        .split('\n')
        .filter((found) => found.includes('the entity tag:'))
        .join('\n')
    }

    it('says when a proxy changes the entity tag, or it serves nothing', async () => {
      assert.match(await notes(), /^ok {4}the entity tag: is answered with 304$/)
      await behind(async (proxy) => {
        const tagged = (tag: string) => (): string =>
          `HTTP/1.1 103 Early Hints\r\n\r\n${http200}${tag}\r\n${end}`
        proxy.answer = tagged('')
        assert.match(await notes(), /^note {2}.*does not come through/)
        proxy.answer = tagged('etag: W/"abc"\r\n')
        assert.match(await notes(), /weak[^]*is not answered with 304/)
        proxy.answer = tagged('ETag: "abc-gzip"\r\n')
        assert.match(await notes(), /is not the service's[^]*is not answered with 304/)
      })
    })

    it('a command in the Date of an answer: runs it in no shell, and takes it for no date', async () => {
      const ran = join(host().cache, '../ran')
      const checker = join(host().helper, '../keyward-ssh-check')
      const args = [checker, join(host().config, '..'), host().helper]
      await behind(async (proxy) => {
        for (const date of [
          `Tue, 24 Nov x[$(touch ${ran})] 21:46:30 GMT`,
          `Tue, 24 Nov 2026 x[$(touch ${ran})]:46:30 GMT`,
          `Tue, a[\`touch ${ran}\`] Nov 2026 21:46:30 GMT`,
          'Tue, 24 Nov 2026 008:46:30 GMT',
        ]) {
          proxy.answer = () => `${http200}Date: ${date}\r\n\r\n${end}`
          for (const [shell, ...options] of [['sh'], ['bash', '--posix'], ['busybox', 'sh']] as const) {
            const { stdout, stderr } = await run(shell, [...options, ...args])
            assert.doesNotMatch(stdout + stderr, /clock|llegal|arithmetic|syntax/, `${shell}: ${date}`)
          }
        }
        const now = new Date().toUTCString()
        proxy.answer = () => `${http200}Date: ${now}\r\n\r\n${end}`
        for (const shell of ['sh', 'bash']) assert.match((await run(shell, args)).stdout, /clock: agrees/)
      })
      assert.equal(existsSync(ran), false)
    })

    it('finds files that others than root can read or change', async () => {
      for (const [file, mode, finds] of [
        [join(host().config, '../credential'), 0o644, /credential: must be root's/],
        [join(host().helper, '..'), 0o775, /libexec: others than root can write/],
      ] as const) {
        const kept = statSync(file).mode & 0o777
        chmodSync(file, mode)
        try {
          assert.match((await failures()).join(), finds)
        } finally {
          chmodSync(file, kept)
        }
      }
    })

    it('finds settings that are not those of this host', async () => {
      const kept = readFileSync(host().config, 'utf8')
      for (const [name, value, finds] of [
        ['SSHD', '7.4', /SSHD: is '7\.4', and sshd says/],
        ['SSHD_CONFIG', '/dev/null', /authorizedkeyscommand .* is not in force/],
      ] as const) {
        set(name, value)
        try {
          assert.match((await failures()).join(), finds)
        } finally {
          writeFileSync(host().config, kept)
        }
      }
    })

    it('finds a service that refuses, or is not there', async () => {
      for (const [mode, finds] of [
        [401, /credential \(401\)/],
        [403, /\(403\)/],
        ['down', /the service: curl/],
      ] as const) {
        gate.mode = mode
        assert.match((await failures()).join(), finds)
      }
    })

    it('finds an address without TLS, and shows it no credential', async () => {
      const kept = readFileSync(host().config, 'utf8')
      const count = gate.requests.length
      for (const url of withoutTls()) {
        set('URL', url)
        try {
          assert.deepEqual(await failures(), ['URL: must begin with https://'], url)
        } finally {
          writeFileSync(host().config, kept)
        }
      }
      assert.equal(gate.requests.length, count)
    })
  })

  describe('the drop-in', () => {
    it('leaves an account for the day when nothing else works', () => {
      const settings = (user: string): string =>
        execFileSync('/usr/sbin/sshd', [
          ...['-T', '-f', host().sshdConfig, '-C', `user=${user},host=localhost,addr=127.0.0.1`],
        ]).toString()
      assert.match(settings('breakglass'), /^authorizedkeyscommand none$/m)
      assert.match(settings('breakglass'), /^authorizedkeysfile \/etc\/ssh\/breakglass_keys$/m)
      assert.match(settings(account), /^authorizedkeysfile none$/m)
      assert.match(settings(account), /^authorizedkeyscommand \/run\/.*\/keyward-authorized-keys %u %f$/m)
    })
  })

  function host(): SshMachine {
    assert.ok(machine)
    return machine
  }

  /** The address of the service in spellings that no rule takes for this machine, and one that only begins like it. */
  function withoutTls(): readonly string[] {
    const { port } = new URL(gate.url)
    const path = app.mounting.path
    return [`127.1:${port}`, `2130706433:${port}`, `localhost:1@127.0.0.1:${port}`].map(
      (place) => `http://${place}${path}`,
    )
  }

  /** Has the helper ask a server that says what a proxy made of the service's answers. */
  async function behind(work: (proxy: RawServer) => Promise<void>): Promise<void> {
    const proxy = await rawServer()
    const kept = readFileSync(host().config, 'utf8')
    try {
      set('URL', proxy.url)
      await work(proxy)
    } finally {
      writeFileSync(host().config, kept)
      await proxy.close()
    }
  }

  function forget(): void {
    for (const name of readdirSync(host().cache)) rmSync(join(host().cache, name))
  }

  function set(name: string, value: string): void {
    const text = readFileSync(host().config, 'utf8')
    writeFileSync(host().config, text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`))
  }

  /** Changes the first line of the one answer that is kept. */
  function restamp(change: (stamp: number) => number, tag?: string): void {
    const [name = ''] = readdirSync(host().cache).filter((kept) => kept !== '.down')
    const file = join(host().cache, name)
    const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n')
    const [hash, word, stamp, etag] = first.split(' ')
    const changed = [hash, word, String(change(Number(stamp))), tag ?? etag].join(' ')
    writeFileSync(file, [changed, ...rest].join('\n'))
  }
})

describe('the scripts for sshd', () => {
  it('satisfy shellcheck', function () {
    if (!isInstalled('shellcheck')) return leaveOut(this, 'sshd', 'shellcheck is not installed')
    const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', ...scripts], { encoding: 'utf8' })
    assert.equal(status, 0, stdout)
  })
})

/** How every process of this machine was started. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ')
      } catch {
        // It has ended.
        return ''
      }
    })
}

function installedSshd(): string {
  const { stderr } = spawnSync('/usr/sbin/sshd', ['-V'], { encoding: 'utf8' })
  return /OpenSSH_(\d+\.\d+)/.exec(stderr)?.[1] ?? ''
}
