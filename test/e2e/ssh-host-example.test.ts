import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { leaveOut } from '../support/left-out.js'
import { freePort, scriptArguments, startScript } from '../support/process.js'
import { noteSecret } from '../support/secrets.js'
import { run, sshdMissing } from '../support/ssh-machine.js'

const password = 'the SSH demo has this long password'
const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'StrictHostKeyChecking=no']

describe('the example of an SSH host', function () {
  this.timeout(120_000)

  before(function () {
    const reason = sshdMissing()
    if (reason !== null) return leaveOut(this, 'sshd', reason)
    noteSecret(password)
  })

  for (const framework of ['express', 'koa']) {
    it(`lets a user of the ${framework} demo in by the commands of its README, and takes everything away again`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keyward-ssh-host-'))
      const port = String(await freePort())
      const env = {
        ...process.env,
        KEYWARD_SECRET: 'a secret for the SSH demo, 32 bytes or more',
        DEMO_PASSWORD: password,
        DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
        SSH_PORT: port,
        DEMO_SSH_ROOT: `/run/keyward-demo-${port}`,
      }
      const script = (name: string, ...args: readonly string[]) =>
        run('sh', [`examples/ssh-host/${name}`, ...args], { env })
      const key = join(folder, 'demo-key')
      const known = [...options, `UserKnownHostsFile=${join(folder, 'known')}`]
      const login = () =>
        run('ssh', [
          ...['-F', '/dev/null', '-i', key, '-p', port],
          ...known.flatMap((option) => ['-o', option]),
          ...['grace@127.0.0.1', 'id', '-un'],
        ])
      const command = [process.execPath, ...scriptArguments('examples/start.ts'), framework]
      const demo = await startScript(command, { env, ready: 'keyward demo ready on' })
      for (const [secret] of demo.output().matchAll(/kwk_\w{36}/g)) noteSecret(secret)
      try {
        const setUp = await script('setup.sh', demo.url)
        assert.deepEqual([setUp.code, setUp.stderr], [0, ''], setUp.stdout)
        assert.match(setUp.stdout, /sshd is ready/)
        await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
        assert.equal((await login()).code, 255)
        const added = await script('add-key.sh', 'grace', `${key}.pub`, demo.url)
        assert.match(added.stdout, /"fingerprint":"SHA256:/)
        const { code, stdout, stderr } = await login()
        assert.deepEqual([code, stdout], [0, 'grace\n'], stderr)
      } finally {
        const removed = await script('setup.sh', '--remove')
        await demo.stop()
        rmSync(folder, { recursive: true })
        assert.equal(removed.code, 0, removed.stderr)
      }
      assert.equal((await login()).code, 255)
    })
  }
})
