import { adapterContract, bindingContract } from '../contract/adapter.js'
import { expressFramework } from '../support/express-host.js'

// On the older line only what a binding has a hand in can differ: the rest of it is the same code.
const contract = process.env.KEYWARD_OLDER_LINES ? bindingContract : adapterContract
contract(expressFramework)
