import type { DataSource, EntityMetadata } from 'typeorm'
import type {
  AccountRecord,
  ApiKeyRecord,
  AttemptRecord,
  AuditEventRecord,
  CanaryRecord,
  ChallengeRecord,
  KeywardEntities,
  PendingSignInRecord,
  PolicyRecord,
  RecoveryCodeRecord,
  RevisionRecord,
  SecurityKeyRecord,
  SessionRecord,
  SshGrantRecord,
  SshHostRecord,
  SshKeyRecord,
  SshPrivateKeyRecord,
  TableName,
  TokenRecord,
  TotpRecord,
  UserRecord,
} from '../../entities/index.js'
import { tableOf } from '../../entities/define.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'

/** A column as the DataSource knows it, whatever the host has renamed. */
export interface Column {
  readonly name: Sql
  /** What the driver is given for a value; `null` for one the column cannot hold. */
  encode(value: unknown): unknown
  decode(stored: unknown): unknown
}

export interface Table<Row> {
  readonly name: Sql
  readonly metadata: EntityMetadata
  readonly columns: { readonly [P in keyof Row & string]: Column }
}

/** keyward's tables in one DataSource; `user` is `null` when the users are the host's. */
export interface Tables {
  readonly user: Table<UserRecord> | null
  readonly account: Table<AccountRecord>
  readonly session: Table<SessionRecord>
  readonly apiKey: Table<ApiKeyRecord>
  readonly token: Table<TokenRecord>
  readonly sshKey: Table<SshKeyRecord>
  readonly sshHost: Table<SshHostRecord>
  readonly sshGrant: Table<SshGrantRecord>
  readonly pendingSignIn: Table<PendingSignInRecord>
  readonly challenge: Table<ChallengeRecord>
  readonly totp: Table<TotpRecord>
  readonly securityKey: Table<SecurityKeyRecord>
  readonly recoveryCode: Table<RecoveryCodeRecord>
  readonly sshPrivateKey: Table<SshPrivateKeyRecord>
  readonly policy: Table<PolicyRecord>
  readonly attempt: Table<AttemptRecord>
  readonly auditEvent: Table<AuditEventRecord>
  readonly revision: Table<RevisionRecord>
  readonly canary: Table<CanaryRecord>
}

/** Any table, its properties known only at run time. */
export interface AnyTable {
  readonly name: Sql
  readonly metadata: EntityMetadata
  readonly columns: Readonly<Record<string, Column>>
}

/** All of them that there are. */
export function allOf(tables: Tables): readonly AnyTable[] {
  return Object.values<AnyTable | null>({ ...tables }).filter((table) => table !== null)
}

/** Finds keyward's entities among those of an initialised DataSource; throws `TypeError` when they are not there, or there twice. */
export function findTables(dataSource: DataSource, entities?: KeywardEntities): Tables {
  const known = dataSource.entityMetadatas.filter(({ target }) => !entities || isOneOf(entities, target))
  const find = <Row>(name: TableName): Table<Row> | null => {
    const [found, ...others] = known.filter(({ target }) => tableOf(target) === name)
    if (others.length > 0)
      throw new TypeError('there are several sets of keyward entities: say which with { entities }')
    return found ? tableFrom<Row>(found) : null
  }
  const need = <Row>(name: TableName): Table<Row> => {
    const table = find<Row>(name)
    if (!table)
      throw new TypeError(`the DataSource lacks keyward's entities: add keywardEntities().all (${name})`)
    return table
  }
  return Object.freeze({
    user: find<UserRecord>('user'),
    account: need<AccountRecord>('account'),
    session: need<SessionRecord>('session'),
    apiKey: need<ApiKeyRecord>('apiKey'),
    token: need<TokenRecord>('token'),
    sshKey: need<SshKeyRecord>('sshKey'),
    sshHost: need<SshHostRecord>('sshHost'),
    sshGrant: need<SshGrantRecord>('sshGrant'),
    pendingSignIn: need<PendingSignInRecord>('pendingSignIn'),
    challenge: need<ChallengeRecord>('challenge'),
    totp: need<TotpRecord>('totp'),
    securityKey: need<SecurityKeyRecord>('securityKey'),
    recoveryCode: need<RecoveryCodeRecord>('recoveryCode'),
    sshPrivateKey: need<SshPrivateKeyRecord>('sshPrivateKey'),
    policy: need<PolicyRecord>('policy'),
    attempt: need<AttemptRecord>('attempt'),
    auditEvent: need<AuditEventRecord>('auditEvent'),
    revision: need<RevisionRecord>('revision'),
    canary: need<CanaryRecord>('canary'),
  })
}

/** `"name" = value`, for WHERE and SET. */
export function eq({ name, encode }: Column, value: unknown): Sql {
  return sql`${name} = ${encode(value)}`
}

/** The assignments of a patch's properties, in their order. */
export function assignments<Row>({ columns }: Table<Row>, patch: Partial<Row>): readonly Sql[] {
  return given(patch).map(([property, value]) => eq(columns[property], value))
}

/** An INSERT of one row. */
export function insertion<Row>({ name, columns }: Table<Row>, row: Partial<Row>): Sql {
  const filled = given(row)
  const names = filled.map(([property]) => columns[property].name)
  const values = filled.map(([property, value]) => sql`${columns[property].encode(value)}`)
  return sql`INSERT INTO ${name} (${join(names, ', ')}) VALUES (${join(values, ', ')})`
}

function given<Row>(row: Partial<Row>): [keyof Row & string, unknown][] {
  // Object.entries knows no key types; callers pass literals of known shape.
  return Object.entries(row).filter(([, value]) => value !== undefined) as [keyof Row & string, unknown][]
}

function isOneOf(entities: KeywardEntities, target: unknown): boolean {
  return entities.all.some(
    (made) => made === target || (typeof target === 'function' && target.prototype instanceof made),
  )
}

function tableFrom<Row>(metadata: EntityMetadata): Table<Row> {
  const { driver } = metadata.dataSource
  const path = metadata.tablePath.split('.').map((name) => driver.escape(name))
  const columns = metadata.columns.map((column) => [column.propertyName, columnFrom(column)] as const)
  return {
    name: raw(path.join('.')),
    metadata,
    // `define` gave the entity a column for every property of Row.
    columns: Object.fromEntries(columns) as Table<Row>['columns'],
  }
}

type ColumnMetadata = EntityMetadata['columns'][number]

function columnFrom(column: ColumnMetadata): Column {
  const { driver } = column.entityMetadata.dataSource
  const name = raw(driver.escape(column.databaseName))
  const isText =
    driver.normalizeType(column) !== 'text' && typeof column.length === 'string' && column.length !== ''
  const transformer = Array.isArray(column.transformer) ? undefined : column.transformer
  // TypeORM declares transformers to take and give `any`.
  if (transformer) {
    return {
      name,
      encode: (value): unknown => transformer.to(value),
      decode: (stored): unknown => transformer.from(stored),
    }
  }
  if (column.type === 'boolean') {
    const native = driver.options.type === 'postgres'
    return {
      name,
      encode: (value) => (native ? value : Number(value)),
      decode: (stored) => Number(stored) === 1,
    }
  }
  if (column.type === 'int')
    return { name, encode: same, decode: (stored) => (stored === null ? null : Number(stored)) }
  return { name, encode: isText ? storable : same, decode: same }
}

function same(value: unknown): unknown {
  return value
}

/** PostgreSQL refuses NUL and lone surrogates: no row has them, so a look-up finds nothing. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value) ? null : value
}
