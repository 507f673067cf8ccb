import { Module } from '@nestjs/common'
import type { OnApplicationShutdown } from '@nestjs/common'
import { accountPages } from 'keyward/pages'
import { dataSource, keyward, keywardModule } from './auth.js'
import { JobsController } from './jobs-controller.js'

@Module({
  imports: [keywardModule({ path: '/auth', pages: accountPages() })],
  controllers: [JobsController],
})
export class AppModule implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await keyward.close()
    await dataSource.destroy()
  }
}
