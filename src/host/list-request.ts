import type { ListRequest, PageRequest } from '../store/page.js'

/** Which part of a list of a user's credentials is wanted: the newest 50, unless it says otherwise. */
export interface HostListRequest extends Partial<ListRequest>, Partial<PageRequest> {}
