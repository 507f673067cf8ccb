import type { ApiKeyRecord } from './api-key.js'
import { apiKeyTable } from './api-key.js'
import { table } from './table.js'

/** An API key of a service account; `userId` is the service account's id. */
export type ServiceKeyRecord = ApiKeyRecord

/** Has the columns of API keys. They are a table of their own, since its owners are no users: a host's user ids may be numbers. */
export const serviceKeyTable = table<ServiceKeyRecord>({
  ...apiKeyTable,
  name: 'service_key',
  columns: { ...apiKeyTable.columns, userId: { name: 'service_account_id', kind: 'id' } },
  owner: 'serviceAccount',
})
