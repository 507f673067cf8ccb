import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common'
import type * as keyward from 'keyward'
import { AuthInfo, User, guard } from './auth.js'

const jobs = new Set(['nightly build'])

@Controller('jobs')
export class JobsController {
  /** For a session, a key or a token with this scope. */
  @Get()
  @UseGuards(guard({ scopes: ['jobs:read'] }))
  list(@User() user: keyward.User, @AuthInfo() { credential }: keyward.AuthInfo) {
    return { jobs: [...jobs], asked: user.username, with: credential.kind }
  }

  /** For people alone, who have proved themselves within ten minutes. */
  @Delete()
  @HttpCode(204)
  @UseGuards(guard({ credentials: ['session'], recent: true }))
  removeAll(): void {
    jobs.clear()
  }
}
