import { spawn } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { scriptArguments } from '../../support/process.js'

/** A command that runs in a process of its own. */
export interface Running {
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
  hasEnded(): boolean
  signal(name: 'SIGINT' | 'SIGKILL'): void
}

/** Starts the command with the configuration in a folder, where it keeps its temporary files too. */
export function started(folder: string, words: readonly string[], input = ''): Running {
  const modules = join(folder, 'node_modules')
  if (!existsSync(modules)) symlinkSync(resolve('node_modules'), modules)
  const config = join(folder, 'keyward.config.mts')
  const child = spawn(
    process.execPath,
    [...scriptArguments('src/cli/main.ts'), ...words, '--config', config],
    { stdio: 'pipe', env: { ...process.env, TMPDIR: folder } },
  )
  let output = ''
  let isOver = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  // It may be killed before it has read all.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<{ code: number | null; output: string }>((done) =>
    child.once('close', (code) => {
      isOver = true
      done({ code, output })
    }),
  )
  return {
    ended,
    hasEnded: () => isOver,
    signal: (name) => void child.kill(name),
  }
}
