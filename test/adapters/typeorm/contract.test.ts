import { storeContract } from '../../contract/store.js'
import { describeOnEach } from '../../databases.js'

describeOnEach('the store', storeContract)
