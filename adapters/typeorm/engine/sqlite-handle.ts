import type { DataSource } from 'typeorm'

/** The part of a better-sqlite3 handle that is used. */
export interface Handle {
  readonly inTransaction: boolean
  readonly memory: boolean
  readonly name: string
  readonly open: boolean
  /** Whether it was opened for reading alone. */
  readonly readonly: boolean
  prepare(text: string): PreparedStatement
  pragma(text: string, options?: { simple: boolean }): unknown
  transaction(work: () => void): { immediate(): void }
  close(): void
}

/** A statement of a handle. */
export interface PreparedStatement {
  /** Whether it changes nothing. */
  readonly readonly: boolean
  raw(on: true): PreparedStatement
  all(...values: readonly unknown[]): unknown[][]
  get(...values: readonly unknown[]): unknown[] | undefined
  run(...values: readonly unknown[]): { changes: number }
}

type HandleClass = new (file: string, options: object) => Handle

const keptStatements = 256

/** Finds the handle that TypeORM has now: it is another one after the host has initialised its DataSource again. */
export function handleOf(dataSource: DataSource): Handle {
  // TypeORM does not declare the driver's handle on its Driver interface.
  return (dataSource.driver as unknown as { databaseConnection: Handle }).databaseConnection
}

/** Opens a second handle on the same file, one that can only read; `null` where there is no file, or it opens for the host's handle alone. */
export function openReader(dataSource: DataSource, host: Handle): Handle | null {
  const { options } = dataSource
  if (options.type !== 'better-sqlite3' || host.memory || host.name === '' || options.key) return null
  // Only in WAL mode does a reader neither wait for a writer nor hold one up.
  if (host.pragma('journal_mode', { simple: true }) !== 'wal') return null
  try {
    // The handle is of the class of the host's own, so that the same driver is used.
    const Database = host.constructor as HandleClass
    const nativeBinding = options.nativeBinding
    return new Database(host.name, { readonly: true, timeout: 50, ...(nativeBinding && { nativeBinding }) })
  } catch {
    return null
  }
}

/** Makes a cache that prepares each text once per handle. */
export function statementCache(
  prepare: (handle: Handle, text: string) => PreparedStatement,
): (handle: Handle, text: string) => PreparedStatement {
  let of: Handle | null = null
  const known = new Map<string, PreparedStatement>()
  return (handle, text) => {
    if (handle !== of) known.clear()
    of = handle
    const found = known.get(text)
    if (found) return found
    if (known.size >= keptStatements) known.clear()
    const made = prepare(handle, text)
    known.set(text, made)
    return made
  }
}
