import type { ApiKeyRecord } from '../../../../entities/api-key.js'
import { apiKeyTable } from '../../../../entities/api-key.js'
import { sessionTable } from '../../../../entities/session.js'
import { sshKeyTable } from '../../../../entities/ssh-key.js'
import { tokenTable } from '../../../../entities/token.js'
import type {
  CredentialFilter,
  EndingRange,
  InventoryKind,
  StoredKind,
  CredentialRow,
  CredentialStore,
} from '../../../../src/store/credential.js'
import type { OwnedCredential } from '../../../../src/store/owned-credential.js'
import type { PageRequest } from '../../../../src/store/page.js'
import { eq } from '../../query/changes.js'
import { propertiesOf } from '../../query/properties.js'
import type { RawRow } from '../../query/rows.js'
import { limit, under } from '../../query/rows.js'
import type { Sql } from '../../query/sql.js'
import { join, raw, sql } from '../../query/sql.js'
import type {
  StoredCredential,
  FoundCredential,
  CredentialSource,
  OwnerSource,
  CredentialQuery,
} from './credential-query.js'
import { credentialQuery } from './credential-query.js'
import { passedBy } from '../list/passed-by.js'

/** What rows of all kinds have under one name. */
interface Common extends StoredCredential {
  readonly createdAt: number
  readonly expiresAt: number | null
}

/** Where a kind keeps what every kind has under a name of its own. */
interface Inventoried<Row extends Common> extends CredentialSource<Row> {
  readonly kind: InventoryKind
  readonly lastUsedAt: keyof Row & string
  readonly fingerprint?: keyof Row & string
  /** When the present secret was made. */
  readonly issuedAt: keyof Row & string
  described(row: Row): Pick<CredentialRow, 'name' | 'hint' | 'issuedAt' | 'lastUsedAt' | 'ip' | 'userAgent'>
}

/** The credentials of one kind. */
interface Inventory {
  list: CredentialStore['list']
  ending(range: EndingRange, most: number): ReturnType<CredentialStore['ending']>
  byId(id: string): Promise<OwnedCredential<CredentialRow> | null>
}

const common = ['id', 'userId', 'createdAt', 'expiresAt'] as const

const apiKeyProperties = propertiesOf(
  apiKeyTable,
  ...common,
  'name',
  'hint',
  'issuedAt',
  'lastUsedAt',
  'lastUsedIp',
)

const apiKeys: Inventoried<Pick<ApiKeyRecord, (typeof apiKeyProperties)[number]>> = {
  kind: 'api_key',
  table: ({ apiKey }) => apiKey,
  properties: apiKeyProperties,
  lastUsedAt: 'lastUsedAt',
  issuedAt: 'issuedAt',
  described: ({ name, hint, issuedAt, lastUsedAt, lastUsedIp: ip }) => ({
    name,
    hint,
    issuedAt,
    lastUsedAt,
    ip,
    userAgent: null,
  }),
}

/** Stores credentials of all kinds and users. */
export function credentialStore(owners: OwnerSource): CredentialStore {
  const inventories: Readonly<Record<StoredKind, Inventory>> = {
    api_key: inventory(owners, apiKeys),
    service_key: inventory(owners, { ...apiKeys, table: ({ serviceKey }) => serviceKey, ofService: true }),
    token: inventory(owners, {
      kind: 'token',
      table: ({ token }) => token,
      properties: propertiesOf(tokenTable, ...common, 'name', 'hint', 'lastUsedAt'),
      lastUsedAt: 'lastUsedAt',
      issuedAt: 'createdAt',
      described: ({ name, hint, createdAt, lastUsedAt }) => ({
        name,
        hint,
        issuedAt: createdAt,
        lastUsedAt,
        ip: null,
        userAgent: null,
      }),
    }),
    ssh_key: inventory(owners, {
      kind: 'ssh_key',
      table: ({ sshKey }) => sshKey,
      properties: propertiesOf(sshKeyTable, ...common, 'name', 'fingerprint', 'lastOfferedAt'),
      lastUsedAt: 'lastOfferedAt',
      fingerprint: 'fingerprint',
      issuedAt: 'createdAt',
      described: ({ name, fingerprint, createdAt, lastOfferedAt }) => ({
        name,
        hint: fingerprint,
        issuedAt: createdAt,
        lastUsedAt: lastOfferedAt,
        ip: null,
        userAgent: null,
      }),
    }),
    session: inventory(owners, {
      kind: 'session',
      table: ({ session }) => session,
      properties: propertiesOf(sessionTable, ...common, 'lastSeenAt', 'ip', 'userAgent'),
      lastUsedAt: 'lastSeenAt',
      issuedAt: 'createdAt',
      described: ({ createdAt, lastSeenAt, ip, userAgent }) => ({
        ip,
        userAgent,
        name: null,
        hint: null,
        issuedAt: createdAt,
        lastUsedAt: lastSeenAt,
      }),
    }),
  }

  return Object.freeze({
    list: (filter, page) => inventories[filter.kind].list(filter, page),
    ending: (kind, range, most) => inventories[kind].ending(range, most),
    byId: (kind, id) => inventories[kind].byId(id),
  } satisfies CredentialStore)
}

function inventory<Row extends Common>(owners: OwnerSource, source: Inventoried<Row>): Inventory {
  let prepared: CredentialQuery<Row> | undefined

  return {
    async list(filter, request) {
      const { context, table, select, around, columns } = query()
      const { id } = table.columns
      const where = join(conditions(query(), filter, request), ' AND ')
      const newest = select(sql`WHERE ${where} ORDER BY ${id.name} DESC ${limit(request.limit)}`)
      const rows = await context.rows(sql`${around(newest)} ORDER BY ${under('k', id.name)} DESC`)
      const end = rows.at(-1)
      const last = end && rows.length === request.limit ? columns.read(end).id : null
      return { found: await readAll(rows), last }
    },

    async ending({ by, after, until, last }, most) {
      const { context, table, select, around, columns } = query()
      const property = by === 'end' ? 'expiresAt' : source.issuedAt
      const [at, { id }] = [table.columns[property], table.columns]
      const from = last?.at ?? after
      // One that is as late as the last one comes after it by its id.
      const further = last && sql` AND (${at.name} > ${last.at} OR ${id.name} > ${id.encode(last.id)})`
      const range = sql`${at.name} ${raw(last ? '>=' : '>')} ${from} AND ${at.name} <= ${until}${further ?? raw('')}`
      const first = select(sql`WHERE ${range} ORDER BY ${at.name}, ${id.name} ${limit(most)}`)
      const order = sql`${under('k', at.name)}, ${under('k', id.name)}`
      const rows = await context.rows(sql`${around(first)} ORDER BY ${order}`)
      const end = rows.at(-1)
      const row = end && rows.length === most ? columns.read(end) : null
      return { found: await readAll(rows), last: row && { at: Number(row[property]), id: row.id } }
    },

    async byId(id) {
      const { context, table, select, around, read } = query()
      const [row] = await context.rows(around(select(sql`WHERE ${eq(table.columns.id, id)}`)))
      const credential = row && (await read(row))
      return credential ? listed(credential) : null
    },
  }

  async function readAll(rows: readonly RawRow[]): Promise<readonly OwnedCredential<CredentialRow>[]> {
    const found: OwnedCredential<CredentialRow>[] = []
    for (const row of rows) {
      const credential = await query().read(row)
      if (credential) found.push(listed(credential))
    }
    return found
  }

  function query(): CredentialQuery<Row> {
    return (prepared ??= credentialQuery(owners, source))
  }

  function conditions(
    { table: { columns }, context }: CredentialQuery<Row>,
    { userId, fingerprint, unusedSince, endedSince, seenSince }: CredentialFilter,
    { before }: Pick<PageRequest, 'before'>,
  ): readonly Sql[] {
    const { id, userId: owner, createdAt, expiresAt } = columns
    const last = sql`COALESCE(${columns[source.lastUsedAt].name}, ${createdAt.name})`
    // Nearly all have an end after the time.
    const end = passedBy(context.engine.dialect, expiresAt).name
    return [
      sql`(${end} IS NULL OR ${end} > ${endedSince})`,
      ...(userId === undefined ? [] : [eq(owner, userId)]),
      ...(fingerprint === undefined ? [] : [havingFingerprint(fingerprint)]),
      ...(unusedSince === undefined ? [] : [sql`${last} < ${unusedSince}`]),
      ...(seenSince === undefined ? [] : [sql`${last} >= ${seenSince}`]),
      ...(before === null ? [] : [sql`${id.name} < ${id.encode(before)}`]),
    ]
  }

  function havingFingerprint(fingerprint: string): Sql {
    const { table } = query()
    return source.fingerprint ? eq(table.columns[source.fingerprint], fingerprint) : raw('1 = 0')
  }

  function listed({ row, owner, policies }: FoundCredential<Row>): OwnedCredential<CredentialRow> {
    const { id, userId, createdAt, expiresAt } = row
    return {
      row: { kind: source.kind, id, userId, createdAt, expiresAt, ...source.described(row) },
      owner,
      policies,
    }
  }
}
