import type { DataSourceOptions } from 'typeorm'
import { migrate } from '../../adapters/typeorm/index.js'
import { connect } from '../databases.js'

/** A process that connects, says so, and migrates when it is told to: one of several at once. */
process.once('message', (options: DataSourceOptions) => {
  void connect(options).then(async (dataSource) => {
    process.once('message', () => {
      void migrate(dataSource)
        .then(
          () => null,
          (error: unknown) => String(error),
        )
        .then(async (failure) => {
          await dataSource.destroy()
          process.send?.({ failure })
          process.disconnect()
        })
    })
    process.send?.('connected')
  })
})
