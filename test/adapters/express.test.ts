import { adapterContract } from '../contract/adapter.js'
import { expressFramework } from '../support/express-host.js'

adapterContract(expressFramework)
