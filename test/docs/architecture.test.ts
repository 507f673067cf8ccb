import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { before, describe, it } from 'mocha'
import { importsOf, leadsTo } from '../support/imports.js'

const run = promisify(execFile)
const page = readFileSync('docs/architecture.md', 'utf8')
const folders = ['src', 'adapters', 'entities']
const sources = folders.flatMap((folder) =>
  entriesIn(folder).flatMap(({ path, isFolder }) => (!isFolder && /\.c?ts$/.test(path) ? [path] : [])),
)

describe('docs/architecture.md', () => {
  it('names every folder of the sources', () => {
    const all = [...folders, ...folders.flatMap(entriesIn).flatMap((one) => (one.isFolder ? [one.path] : []))]
    assert.deepEqual(
      all.filter((folder) => !page.includes(`\n| \`${folder}/\` |`)),
      [],
    )
  })

  describe('the glossary', () => {
    const rows = [...section('## Glossary').matchAll(/^\| (.+?) \| (.+) \|$/gm)].slice(1)

    it('explains each word in one sentence', () => {
      assert.ok(rows.length > 50)
      const long = rows.filter(([, , meaning = '']) => /[.!?]( |$)/.test(meaning))
      assert.deepEqual(
        long.map(([, word]) => word),
        [],
      )
    })

    it('sets as code what stands in the source', () => {
      const code = rows.flatMap(([row]) => [...row.matchAll(/`(\w+)`/g)].map(([, word = '']) => word))
      const text = sources.map((path) => readFileSync(path, 'utf8')).join('\n')
      assert.ok(code.length > 30)
      assert.deepEqual(
        code.filter((word) => !new RegExp(`\\b${word}\\b`).test(text)),
        [],
      )
    })
  })

  describe('the walk of a pasted SSH key', () => {
    const [pasted = '', asked = ''] = section('### A pasted SSH key').split('Then somebody logs in')

    for (const [title, text, from] of [
      ['from the form to the row', pasted, 'adapters/express.ts'],
      ['from sshd to its lines', asked, 'src/http/handle.ts'],
    ] as const) {
      it(`${title} goes downhill, and never back`, () => {
        const files = filesListed(text)
        assert.equal(files[0], from)
        assert.ok(files.length >= 6)
        // What the front door imports leads to both ends, as the first walk shows.
        const known = ['src/keyward.ts', 'src/http/routes.ts']
        const cut = files.filter((file, i) => {
          const before = [...known, ...files.slice(0, i)]
          return i > 0 && !before.some((one) => importsOf(one, readFileSync(one, 'utf8')).includes(file))
        })
        assert.deepEqual(cut, [])
        const uphill = files.flatMap((file, i) =>
          files.slice(0, i).flatMap((before) => (leadsTo(file, before) ? [`${file} → ${before}`] : [])),
        )
        assert.deepEqual(uphill, [])
      })
    }
  })

  describe('the walk of a bearer token', () => {
    const [warm = '', cold = ''] = section('### A bearer token').split('Whatever else runs')
    const inMemory = filesListed(warm)
    const whereRead = [...inMemory, ...filesListed(cold)]
    let ran: { readonly fromMemory: readonly string[]; readonly read: readonly string[] }

    before(async () => {
      const env = { ...process.env, NODE_V8_COVERAGE: undefined }
      const { stdout } = await run(process.execPath, ['--import=tsx', 'test/docs/bearer-walk.ts'], { env })
      ran = JSON.parse(stdout) as typeof ran
    })

    it('has seven files from memory, and ten where the credential is read', () => {
      assert.equal(inMemory.length, 7)
      assert.equal(whereRead.length, 10)
    })

    it('from memory runs these files and none that reads, and beside them only what they import or what is behind the port', () => {
      assert.deepEqual(
        inMemory.filter((file) => !ran.fromMemory.includes(file)),
        [],
      )
      assert.deepEqual(
        whereRead.slice(7).filter((file) => ran.fromMemory.includes(file)),
        [],
      )
      const imported = inMemory.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))
      const aside = ran.fromMemory.filter((file) => file.startsWith('src/') && !inMemory.includes(file))
      assert.deepEqual(
        aside.filter((file) => !imported.includes(file)),
        [],
      )
    })

    it('runs all ten where the credential has to be read', () => {
      assert.deepEqual(
        whereRead.filter((file) => !ran.read.includes(file)),
        [],
      )
    })
  })
})

/** The files that a numbered list begins its points with. */
function filesListed(text: string): readonly string[] {
  const files = [...text.matchAll(/^\d+\. `([\w./-]+)`:/gm)].map(([, path = '']) => path)
  assert.deepEqual(
    files.filter((path) => !existsSync(path)),
    [],
  )
  return files
}

/** What stands below a heading, up to the next of its rank. */
function section(heading: string): string {
  const [, text] = page.split(`\n${heading}`)
  assert.ok(text !== undefined, `there is no ${heading}`)
  return text.split(`\n${heading.slice(0, heading.indexOf(' '))} `)[0] ?? ''
}

interface Entry {
  readonly path: string
  readonly isFolder: boolean
}

function entriesIn(folder: string): readonly Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
    path: `${entry.parentPath}/${entry.name}`,
    isFolder: entry.isDirectory(),
  }))
}
