import type { ApiKeyRecord } from '../../../entities/api-key.js'
import { apiKeyTable } from '../../../entities/api-key.js'
import { sessionTable } from '../../../entities/session.js'
import { sshKeyTable } from '../../../entities/ssh-key.js'
import { tokenTable } from '../../../entities/token.js'
import type {
  CredentialFilter,
  InventoryKind,
  StoredKind,
  CredentialRow,
  CredentialStore,
} from '../../../src/store/credential.js'
import type { OwnedCredential } from '../../../src/store/owned-credential.js'
import type { PageRequest } from '../../../src/store/page.js'
import { eq } from '../query/changes.js'
import { propertiesOf } from '../query/properties.js'
import { limit, under } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type {
  StoredCredential,
  FoundCredential,
  CredentialSource,
  OwnerSource,
  CredentialQuery,
} from './credential-query.js'
import { credentialQuery } from './credential-query.js'
import { passedBy } from './list/passed-by.js'

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
  described(row: Row): Pick<CredentialRow, 'name' | 'hint' | 'issuedAt' | 'lastUsedAt' | 'ip' | 'userAgent'>
}

/** The credentials of one kind. */
interface Inventory {
  list: CredentialStore['list']
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
    byId: (kind, id) => inventories[kind].byId(id),
  } satisfies CredentialStore)
}

function inventory<Row extends Common>(owners: OwnerSource, source: Inventoried<Row>): Inventory {
  let prepared: CredentialQuery<Row> | undefined

  return {
    async list(filter, request) {
      const { context, table, select, around, columns, read } = query()
      const { id } = table.columns
      const where = join(conditions(query(), filter, request), ' AND ')
      const newest = select(sql`WHERE ${where} ORDER BY ${id.name} DESC ${limit(request.limit)}`)
      const rows = await context.rows(sql`${around(newest)} ORDER BY ${under('k', id.name)} DESC`)
      const found: OwnedCredential<CredentialRow>[] = []
      for (const row of rows) {
        const credential = await read(row)
        if (credential) found.push(listed(credential))
      }
      const end = rows.at(-1)
      return { found, last: end && rows.length === request.limit ? columns.read(end).id : null }
    },

    async byId(id) {
      const { context, table, select, around, read } = query()
      const [row] = await context.rows(around(select(sql`WHERE ${eq(table.columns.id, id)}`)))
      const credential = row && (await read(row))
      return credential ? listed(credential) : null
    },
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
