import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after } from 'mocha'
import { run } from '../../../src/cli/run.js'
import { terminalOf } from '../../../src/cli/terminal.js'

/** What a call of the command came to. */
interface Called {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** The folder of an app, and `init` in it. */
export interface TriedApp {
  readonly folder: string
  /** Calls `init`; on a terminal if somebody types something there. */
  init(words: readonly string[], typed?: string): Promise<Called>
  read(path: string): string
  write(path: string, text: string): void
  /** Every file in it, with its text. */
  files(): Readonly<Record<string, string>>
}

/** Makes folders of apps for the tests of a suite, and takes them away after it. */
export function triedApps(): (files: Readonly<Record<string, string>>) => TriedApp {
  const folders: string[] = []
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  return (files) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-init-'))
    folders.push(folder)
    const app = triedApp(folder)
    for (const [path, content] of Object.entries(files)) app.write(path, content)
    return app
  }
}

function triedApp(folder: string): TriedApp {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  return {
    folder,
    read,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    files() {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
      const own = paths
        .map((path) => path.slice(folder.length + 1))
        .filter((path) => !path.startsWith('.git/'))
      return Object.fromEntries(own.toSorted().map((path) => [path, read(path)]))
    },
    async init(words, typed) {
      const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()]
      const terminal = terminalOf({
        input: Object.assign(input, { isTTY: typed !== undefined }),
        output,
        errors,
      })
      input.end(typed)
      const signal = new AbortController().signal
      const [code, said, told] = await Promise.all([
        run({ words: ['init', ...words], folder, terminal, signal }).finally(() => {
          output.end()
          errors.end()
        }),
        text(output),
        text(errors),
      ])
      return { code, output: said, errors: told }
    },
  }
}

/** A package.json with these dependencies. */
export function packageJson(dependencies: Readonly<Record<string, string>>, more: object = {}): string {
  return JSON.stringify({ name: 'app', ...more, dependencies })
}

/** The smallest Express app that init understands. */
export const smallExpress = `const express = require('express')
const app = express()
app.get('/', (req, res) => res.send('home'))
app.listen(3000)
`
