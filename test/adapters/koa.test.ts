import { adapterContract } from '../contract/adapter.js'
import { koaFramework } from '../support/koa-host.js'

adapterContract(koaFramework)
