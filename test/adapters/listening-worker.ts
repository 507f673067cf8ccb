import { once } from 'node:events'
import type { DataSourceOptions } from 'typeorm'
import { withNotify } from '../../adapters/postgres-notify.js'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { connect } from '../databases.js'
import { until } from '../support/until.js'

/** A process that listens, closes all it has opened, and then must end by itself. */
const [options] = (await once(process, 'message')) as [DataSourceOptions]
process.disconnect()
const dataSource = await connect(options)
const store = withNotify(typeormStore(dataSource), dataSource)
await until('listening', () => store.revision.current())
await store.close()
await dataSource.destroy()
