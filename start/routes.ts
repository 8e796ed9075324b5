import '#start/routes/service'
import '#start/routes/posts'
import '#start/routes/comments'
import '#start/routes/content'
import '#start/routes/feeds'
import '#start/routes/sign_in'
import '#start/routes/security'
import '#start/routes/media'
import '#start/routes/accounts'
import '#start/routes/issuers'
import '#start/routes/staff_reads'
import '#start/routes/staff_writes'
import '#start/routes/development'
import { ownRoutes } from '#start/own_routes'

/** Resources that belong to one user: list, show, create, update and delete. */
ownRoutes({})
