import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { after, before, describe, it } from 'mocha'
import { openSshPrivateKey } from '../../src/ssh/openssh-private-key.js'
import { publicBlobOf, publicHalf } from '../../src/ssh/public-half.js'
import { manifest, pack } from './packed.js'
import type { Packed } from './packed.js'
import { typeErrors } from './type-errors.js'

const run = promisify(execFile)

/** The peers a host needs for each subpath, and no others. */
const peersFor: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  './express': ['express'],
  './koa': ['koa', '@koa/router'],
  './passport': ['passport', 'passport-http-bearer'],
  './redis': [],
  './postgres-notify': ['typeorm'],
  './typeorm': ['typeorm'],
  './entities': ['typeorm'],
  './pages': [],
}
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')

describe('the package', function () {
  this.timeout(120_000)
  let packed: Packed

  before('is packed', function () {
    if (!existsSync('dist')) {
      console.log('left out: package: not built, see npm run build')
      return this.skip()
    }
    packed = pack()
  })
  after(() => packed?.remove())

  it('holds what is built, and neither tests nor examples', () => {
    const other = packed.files.filter((path) => !/^dist\/(src|adapters|entities)\//.test(path))
    const sshd = ['config', 'install.sh', 'keyward-authorized-keys', 'keyward-ssh-check', 'sshd.conf']
    const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']
    assert.deepEqual(other.sort(), [...expected, ...sshd.map((name) => `adapters/sshd/${name}`)].sort())
    assert.deepEqual(
      packed.files.filter((path) => /\.test\.|\.map$/.test(path)),
      [],
    )
  })

  for (const subpath of subpaths) {
    it(`${subpath} loads by import and by require with no peers but its own`, async () => {
      const app = packed.app(peersFor[subpath] ?? [])
      const name = join('keyward', subpath)
      const imported = await functionsOf(app, 'module', `await import('${name}')`)
      const required = await functionsOf(app, 'commonjs', `require('${name}')`)
      assert.notEqual(imported, '')
      assert.equal(required, imported)
    })
  }

  it('reads a private key in a thread of its own, imported and required', async () => {
    const app = packed.app([])
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const half = publicHalf(publicBlobOf(publicKey) ?? Buffer.alloc(0))
    assert.ok(half)
    const text = openSshPrivateKey(privateKey.export({ type: 'pkcs8', format: 'der' }), half).toString()
    const script = (load: string): string => `
      const load = (name) => ${load}('./node_modules/keyward/dist/src/ssh/' + name + '.js')
      const read = async () => {
        const { privateKeyFile } = await load('private-key-file')
        const { privateKeyReader } = await load('private-key-reader')
        return privateKeyReader().read(privateKeyFile(process.env.KEY))
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

  it('has types that a strict host can check', () => {
    const types = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@types/'))
    const app = packed.app(
      [...Object.values(peersFor).flat(), ...types].filter((name, i, all) => all.indexOf(name) === i),
    )
    assert.deepEqual(
      typeErrors(
        app,
        subpaths.map((subpath) => join('keyward', subpath)),
      ),
      [],
    )
  })

  it('satisfies publint', () => succeeds('publint', 'run', packed.tarball, '--strict'))
  it('satisfies are-the-types-wrong', () => succeeds('attw', packed.tarball, '--profile', 'esm-only'))
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
