import { execFileSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DataSource } from 'typeorm'
import { handleOf } from '../../../adapters/typeorm/engine/sqlite-handle.js'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped, warning } from './check.js'

const networkFileSystems = [
  'nfs',
  'nfs4',
  'cifs',
  'smb2',
  'smbfs',
  'fuse.sshfs',
  '9p',
  'afs',
  'ceph',
  'glusterfs',
]

/** Looks at the file of SQLite: whether it can be written, how, by whom, and on what. */
export function sqliteFindings(dataSource: DataSource): readonly Diagnosed[] {
  if (dataSource.options.type !== 'better-sqlite3') return [skipped('sqlite', 'the database is another')]
  const handle = handleOf(dataSource)
  if (handle.memory || handle.name === '') {
    return [
      fault(
        'sqlite.file',
        'the database is in memory: all is gone when the app ends',
        'name a file: database: "app.db"',
      ),
    ]
  }
  const file = resolve(handle.name)
  return [writable(file, handle), wal(handle), permissions(file), fileSystem(file)]
}

function writable(file: string, { readonly: isReadOnly }: { readonly readonly: boolean }): Diagnosed {
  const id = 'sqlite.writable'
  if (isReadOnly) {
    return fault(
      id,
      `${file} was opened for reading alone: nobody can sign in`,
      'take readonly: true out of the DataSource',
    )
  }
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return ok(id, file)
  } catch {
    return fault(
      id,
      `${file}, or its folder, cannot be written to`,
      `let the user that the app runs as write to ${dirname(file)}`,
    )
  }
}

function wal(handle: ReturnType<typeof handleOf>): Diagnosed {
  const mode = String(handle.pragma('journal_mode', { simple: true }))
  if (mode === 'wal') return ok('sqlite.wal', 'readers and a writer do not wait for each other')
  return fault(
    'sqlite.wal',
    `the file is in the mode ${mode}: every reader waits for a writer`,
    'npx keyward migrate puts it into WAL mode',
  )
}

function permissions(file: string): Diagnosed {
  const id = 'sqlite.permissions'
  if (process.platform === 'win32') return skipped(id, 'Windows has others')
  const mode = statSync(file).mode & 0o777
  const text = mode.toString(8).padStart(4, '0')
  if ((mode & 0o007) === 0) return ok(id, `mode ${text}`)
  const status = (mode & 0o002) === 0 ? warning : fault
  const what = (mode & 0o002) === 0 ? 'read' : 'change'
  return status(id, `mode ${text}: every user of this machine can ${what} it`, `chmod 640 ${file}`)
}

function fileSystem(file: string): Diagnosed {
  const id = 'sqlite.file-system'
  const kind = kindOfFileSystem(file)
  if (kind === null) return skipped(id, 'which one it is cannot be seen here')
  return fileSystemFinding(kind)
}

/** Judges a kind of file system by its name. */
export function fileSystemFinding(kind: string): Diagnosed {
  const id = 'sqlite.file-system'
  if (!networkFileSystems.includes(kind)) return ok(id, kind)
  return fault(
    id,
    `the file is on ${kind}, over a network: locks do not hold there, and WAL breaks the file`,
    'move it to a disk of this machine, or use PostgreSQL or MariaDB',
  )
}

function kindOfFileSystem(file: string): string | null {
  try {
    return execFileSync('stat', ['-f', '-c', '%T', '--', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}
