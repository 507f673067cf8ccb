import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { describe, it } from 'mocha'
import { openSshPrivateKey } from '../../src/ssh/openssh-private-key.js'
import { publicBlobOf, publicHalf } from '../../src/ssh/public-half.js'
import { packedBefore, peersFor, subpaths } from './packed.js'

const run = promisify(execFile)

describe('the package', function () {
  this.timeout(120_000)
  const packed = packedBefore()

  it('holds what is built, and neither tests nor examples', () => {
    const other = packed().files.filter(
      (path) => !/^dist\/((client|src|adapters|entities|sources)\/|package\.json$)/.test(path),
    )
    const sshd = ['config', 'install.sh', 'keyward-authorized-keys', 'keyward-ssh-check', 'sshd.conf']
    const expected = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
      'docs/reference/openapi.json',
    ]
    assert.deepEqual(other.sort(), [...expected, ...sshd.map((name) => `adapters/sshd/${name}`)].sort())
    assert.deepEqual(
      packed().files.filter((path) => /\.test\./.test(path)),
      [],
    )
  })

  it('holds the source that each of its maps leads to, and none besides', () => {
    const maps = packed().files.filter((path) => path.endsWith('.map'))
    const sources = maps.flatMap((path) => {
      const { sources } = JSON.parse(readFileSync(path, 'utf8')) as { sources: readonly string[] }
      return sources.map((source) => posix.join(dirname(path), source))
    })
    assert.ok(maps.some((path) => path.endsWith('.d.ts.map')))
    const held = packed().files.filter((path) => path.startsWith('dist/sources/'))
    assert.deepEqual([...new Set(sources)].sort(), held.toSorted())
    const other = held.filter((path) => {
      return readFileSync(path, 'utf8') !== readFileSync(path.replace('dist/sources/', ''), 'utf8')
    })
    assert.deepEqual(other, [])
  })

  it('has no mention of a map that it does not hold', () => {
    const { files } = packed()
    const broken = files
      .filter(
        (path) => /\.(js|ts)$/.test(path) && path.startsWith('dist/') && !path.startsWith('dist/sources/'),
      )
      .filter((path) => {
        const map = /^\/\/# sourceMappingURL=(.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
        return map !== undefined && !files.includes(posix.join(dirname(path), map))
      })
    assert.deepEqual(broken, [])
  })

  for (const subpath of subpaths) {
    it(`${subpath} loads by import and by require with no peers but its own`, async () => {
      const app = packed().app(peersFor(subpath))
      const name = join('keyward', subpath)
      const imported = await functionsOf(app, 'module', `await import('${name}')`)
      const required = await functionsOf(app, 'commonjs', `require('${name}')`)
      assert.notEqual(imported, '')
      assert.equal(required, imported)
    })
  }

  it('reads a private key in a thread of its own, imported and required', async () => {
    const app = packed().app([])
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const half = publicHalf(publicBlobOf(publicKey) ?? Buffer.alloc(0))
    assert.ok(half)
    const text = openSshPrivateKey(privateKey.export({ type: 'pkcs8', format: 'der' }), half).toString()
    const script = (load: string): string => `
      const load = (name) => ${load}('./node_modules/keyward/dist/src/ssh/' + name + '.js')
      const read = async () => {
        const { privateKeyFile } = await load('key-file/file')
        const { privateKeyReader } = await load('key-file/reader')
        return privateKeyReader().read(privateKeyFile(process.env.KEY), { userId: 'ada' })
      }
      read().then(({ half }) => console.log(half.line))`
    for (const [type, load] of [
      ['module', 'import'],
      ['commonjs', 'require'],
    ] as const) {
      const args = [`--input-type=${type}`, '--eval', script(load)]
      const { stdout } = await run(process.execPath, args, { cwd: app, env: { ...process.env, KEY: text } })
      assert.equal(stdout.trim(), half.line)
    }
  })

  it('satisfies publint', () => succeeds('publint', 'run', packed().tarball, '--strict'))
  it('satisfies are-the-types-wrong', () => succeeds('attw', packed().tarball))
})

/** The names of the functions a module exports, as Node sees them in the app. */
async function functionsOf(app: string, type: string, expression: string): Promise<string> {
  const names = `Object.keys(m).filter((name) => typeof m[name] === 'function').sort().join()`
  const script = `const m = ${expression}; console.log(${names})`
  const { stdout } = await run(process.execPath, [`--input-type=${type}`, '--eval', script], { cwd: app })
  return stdout.trim()
}

async function succeeds(tool: string, ...args: readonly string[]): Promise<void> {
  await run(join('node_modules', '.bin', tool), args).catch((error: unknown) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    assert.fail(`${tool}:\n${stdout}${stderr}`)
  })
}
